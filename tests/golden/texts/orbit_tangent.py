def orbit_tangent(x, v, n, x_dot, v_dot):
    """Tangent of orbit (containers.py:146) with respect to x and v."""
    body_position = x
    body_velocity = v
    body_position_dot = x_dot
    body_velocity_dot = v_dot
    for _ in range(n):
        a = body_position + 0.1 * body_velocity
        a_dot = body_position_dot + 0.1 * body_velocity_dot
        body_velocity = body_velocity - 0.1 * body_position**3
        body_velocity_dot = (
            body_velocity_dot
            - 0.30000000000000004 * body_position**2 * body_position_dot
        )
        body_position = a
        body_position_dot = a_dot
    b = 0.5 * body_velocity**2 + 0.25 * body_position**4
    return b, float(
        body_velocity * body_velocity_dot + body_position**3 * body_position_dot
    )
