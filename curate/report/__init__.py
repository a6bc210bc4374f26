"""What a build says of itself: the funnel, the manifest, the data set's card."""
