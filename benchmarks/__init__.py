"""What derivatives cost: operations counted, and time measured. `python -m benchmarks flops`, `python -m benchmarks speed`."""
