def orbit_grad(x, v, n):
    """Gradient of orbit (containers.py:146) with respect to x and v."""
    # forward sweep
    body_position = x
    body_velocity = v
    body_position_tape = []
    for _ in range(n):
        body_position_tape.append(body_position)
        a = body_position + 0.1 * body_velocity
        body_velocity = body_velocity - 0.1 * body_position**3
        body_position = a
    # reverse sweep
    # line 148: for _ in range(n):
    body_position_bar = body_position**3
    body_velocity_bar = body_velocity
    for _ in reversed(range(n)):
        body_position = body_position_tape.pop()
        # line 149: body = Body(body.position + 0.1 * body.velocity, body.velocity - 0.1 * body.position**3)
        b = (
            body_position_bar
            - 0.30000000000000004 * body_position**2 * body_velocity_bar
        )
        body_velocity_bar = body_velocity_bar + 0.1 * body_position_bar
        body_position_bar = b
    return float(body_position_bar), float(body_velocity_bar)
