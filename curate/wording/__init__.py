"""What the words of questions and options say of them: rules that need no model, and name their evidence."""
