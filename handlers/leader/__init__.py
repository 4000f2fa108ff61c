"""What a leader asks: the figures, the rows behind them, the documents."""
