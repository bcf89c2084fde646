"""What templates of the doors may say."""
