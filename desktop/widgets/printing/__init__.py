"""What belongs to printing in a window: the order bar of the preview, the print menu, the queue, an office's layouts."""
