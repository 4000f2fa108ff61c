"""Documents that are sent or made: letters and reports."""
