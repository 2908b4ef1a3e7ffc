"""The office below: seal, keep, upload, resume, write to USB, apply what comes back."""
