"""What a student and a teacher see of practice."""
