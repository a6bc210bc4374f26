"""What `curate sources` does: list the sources of the shelves, show one, and write a first file for data that has none.

listing     every source with its state
preview     records beside the rows that they become
adding      a source's file for a path or a data set of the hub:
found       which files lie there and in which format, and their first records
columns     which paths the records have
clues       what the names of columns say
parts       candidates for question, options and subject
answers     candidates for the answer to a question with options, by trying how it may be written
open_answers  the same for open questions
guessing    which of them together make the most rows with a gold answer
writing     the file, with a comment wherever something was guessed or is not known
console     what a person at a terminal sees of all that
"""
