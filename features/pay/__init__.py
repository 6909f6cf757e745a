"""What a posting pays: from its field or its text, in US dollars."""
