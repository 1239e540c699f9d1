"""Programs that write in place, through views and aliases, and that keep lists: each with its arguments.

Each is checked by test_in_place.py: the value bit for bit, both modes against differences, second order, caller's data.
"""

import numpy as np

V = np.array([0.5, -1.0, 0.7, 1.2, 0.3])
W = np.array([1.5, 0.2, -0.7, 0.4, 0.9])
A = np.arange(12.0).reshape(3, 4) / 7 - 0.6
PROGRAMS = []


def program(*args):
    """Register a function with the arguments it is checked at."""

    def register(function):
        PROGRAMS.append((function, args))
        return function

    return register


# -- arrays -----------------------------------------------------------------------------------------------------------------


@program(V)
def element(x):
    y = np.zeros(5)
    y[1] = x[2] * x[0]
    y[-1] = np.sin(x[1])
    return np.sum(y * y * x)


@program(V)
def overwritten(x):
    y = x * 2.0
    y[1] = x[0] ** 2
    y[1] = y[1] * y[2]
    y[0] += y[1]
    return np.sum(y**2)


@program(V)
def slices(x):
    y = np.zeros(5)
    y[1:-1] = x[2:] * x[:-2]
    y[:] = y * 2 + x
    return np.sum(y**3)


@program(V)
def broadcast(x):
    y = np.ones((3, 5))
    y[1] = x
    y[:, 0] = x[1]
    y[2:, 1:3] += x[:2] * x[2]
    return np.sum(y**2 * np.arange(15.0).reshape(3, 5))


@program(V)
def mask(x):
    y = x * 1.5
    y[x > 0] = 0.0
    y[x < 0.6] += x[0]
    return np.sum(y**2 * x)


@program(V)
def mask_values(x):
    y = np.zeros(5)
    m = x > 0
    y[m] = x[m] ** 2
    return np.sum(y * x)


@program(V)
def fancy(x):
    idx = np.array([0, 2, 0, 4])
    y = x * x
    y[idx] = x[1:]
    y[idx] += x[:4] * 2
    return np.sum(y**2)


@program(V)
def add_at(x):
    idx = np.array([0, 2, 0, 4])
    y = x * x
    np.add.at(y, idx, x[:4] * x[1:])
    return np.sum(y**2)


@program(V)
def whole(x):
    y = x * 2
    y += x
    y *= x
    y -= 1.0
    y /= 3.0
    y **= 2
    return np.sum(y * x)


@program(V)
def alias(x):
    y = x * 2
    z = y
    z[0] = x[1]
    y[1] += z[0]
    return np.sum(y * z)


@program(V)
def view(x):
    y = x * 2
    v = y[1:3]
    v[0] = x[4]
    y[2] = v[0] * v[1]
    return np.sum(y**2) + v[1]


@program(V)
def view_read_later(x):
    y = x * 2
    v = y[1:3]
    y[1] = 5.0 * x[0]
    return np.sum(v * v)


@program(V)
def copy_kept(x):
    y = x * 2
    v = y[1:3].copy()
    y[1] = 5.0 * x[0]
    return np.sum(v * v) + y[1]


@program(A)
def rows(x):
    y = x * 2
    r = y[1]
    r[2] = x[0, 0]
    r[:] = r * r
    y[0] += r
    return np.sum(y**2)


@program(A)
def transposed(x):
    y = x * 2
    t = y.T
    t[0] = x[0, 0]
    t[1, 2] += 3 * x[1, 1]
    return np.sum(y**3)


@program(A)
def reshaped(x):
    y = x * 2
    t = y.reshape(12)
    t[3] = x[0, 0] * x[1, 1]
    return np.sum(y**3)


@program(A)
def ravelled(x):
    y = x * 2
    t = y.ravel()
    t[3] = x[0, 0] * x[1, 1]
    return np.sum(y**3)


@program(V)
def argument(x):
    x[0] = x[1] * 2
    x[1:] *= 3
    return np.sum(x**2)


def _write_square(a, i, v):
    a[i] = v * v


@program(V)
def helper(x):
    y = np.zeros(5)
    _write_square(y, 1, x[0])
    _write_square(y, 3, x[1] * x[2])
    return np.sum(y**2)


@program(V)
def overlap(x):
    u = x * 1.0
    u[1:] = u[:-1]
    u[:-1] = u[1:] * x[0]
    return np.sum(u**2 * x)


@program(V)
def recurrence(x):
    y = np.zeros(6)
    y[0] = 1.0
    for i in range(5):
        y[i + 1] = y[i] * x[i] + y[i] ** 2
    return np.sum(y)


@program(V)
def loop_view(x):
    y = np.zeros((5, 5))
    for i in range(5):
        r = y[i]
        for j in range(5):
            r[j] = x[i] * x[j] + (r[j - 1] if j > 0 else 0.0)
    return np.sum(y**2)


@program(A)
def row_loop(x):
    y = x.copy()
    for row in y:
        row[0] = row[1] * row[2]
    return np.sum(y**2)


@program(A)
def row_loop2(x):
    y = x.copy()
    for i, row in enumerate(y):
        row += x[i, 0]
        row[1:] *= 2
    return np.sum(y**2)


@program(V)
def branchy(x):
    y = x * 1.0
    for i in range(1, 5):
        if x[i] > 0:
            y[i] = y[i - 1] * x[i]
        else:
            y[i - 1] += y[i] ** 2
    return np.sum(y**2)


@program(V)
def swapped(x):
    u = x * 1.0
    w = np.zeros(5)
    for k in range(3):
        for i in range(1, 4):
            w[i] = u[i - 1] * u[i + 1] + u[i]
        u, w = w, u
    return np.sum(u**2) + np.sum(w * x)


@program(V)
def while_loop(x):
    y = np.zeros(5)
    i = 0
    while i < 5 and x[i] < 1.0:
        y[i] = x[i] * np.sin(x[i])
        i += 1
    return np.sum(y**2)


@program(V)
def breaks(x):
    y = np.zeros(5)
    for i in range(5):
        y[i] = x[i] ** 2
        if y[i] > 1.2:
            break
        y[i] += y[i - 1]
    return np.sum(y**2)


@program(V)
def early(x):
    y = np.zeros(5)
    for i in range(5):
        y[i] = x[i] ** 2
        if x[i] > 1:
            return y[i] * y[0]
    return np.sum(y)


@program(V)
def cumsum_in_place(x):
    y = x * x
    for i in range(1, 5):
        y[i] += y[i - 1]
    return np.sum(y * x)


@program(A)
def matrix_elements(x):
    n, m = x.shape
    y = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            y[i, j] = x[i, j] * x[i, j - 1]
    return np.sum(y**2)


@program(A)
def gauss(x):
    a = x[:, :3].copy() + 3 * np.eye(3)
    d = 1.0
    for k in range(3):
        d *= a[k, k]
        for i in range(k + 1, 3):
            f = a[i, k] / a[k, k]
            for j in range(k, 3):
                a[i, j] -= f * a[k, j]
    return d


@program(A)
def gauss_rows(x):
    a = x[:, :3].copy() + 3 * np.eye(3)
    d = 1.0
    for k in range(3):
        d *= a[k, k]
        for i in range(k + 1, 3):
            a[i, k:] -= a[i, k] / a[k, k] * a[k, k:]
    return d


@program(V)
def list_items(x):
    ys = [x[0], x[1] * x[2], 0.0]
    ys[2] = ys[0] * ys[1]
    ys[0] += 1.0
    return ys[0] * ys[1] * ys[2]


@program(V)
def list_of_arrays(x):
    ys = [x * 2, np.zeros(5)]
    ys[1][2] = x[0]
    ys[0][1:] += ys[1][1:]
    ys[1] = ys[0] * x
    return np.sum(ys[0] * ys[1])


@program(V)
def flat(x):
    y = np.zeros((2, 5))
    y[0] = x
    y[1, ::2] = x[::2] * x[0]
    y[:, ::-1] *= 2
    return np.sum(y**2)


@program(V)
def ellipsis(x):
    y = np.zeros((2, 5))
    y[..., 1] = x[:2]
    y[0, ...] += x
    y[None][0, 1, 2] = x[3]
    return np.sum(y**2)


@program(V, W)
def two(x, w):
    y = x * w
    y[1] = w[0]
    w[2] = x[0]
    return np.sum(y * w)


@program(V)
def conditional_write(x):
    y = x * 2
    if x[0] > 0:
        y[0] = x[1] ** 2
    return np.sum(y**2)


@program(V)
def conditional_array(x):
    if x[0] > 0:
        y = x * 2
    else:
        y = x * 3
    y[0] = 1.0 * x[1]
    return np.sum(y**2)


@program(V)
def stored_scalar_var(x):
    y = np.zeros(3)
    a = x[0] * x[1]
    y[:] = a
    y[1] = a * y[0]
    return np.sum(y)


@program(V.astype(np.float32))
def single(x):
    y = np.zeros(5, np.float32)
    y[1] = x[0] * x[1]
    y[2:] += x[2:] * 2
    return np.sum(y * x)


@program(V)
def history(x):
    h = np.zeros((4, 5))
    h[0] = x
    for t in range(3):
        h[t + 1] = np.tanh(h[t] * x) + 0.1 * h[t]
    return np.sum(h[-1]) + np.sum(h[1] * h[2])


@program(V)
def stencil2(x):
    u = np.outer(x, x)
    for k in range(2):
        un = u.copy()
        u[1:-1, 1:-1] = un[1:-1, 1:-1] + 0.1 * (un[2:, 1:-1] + un[:-2, 1:-1] + un[1:-1, 2:] + un[1:-1, :-2] - 4 * un[1:-1, 1:-1])
        u[0, :] = 0.0
        u[:, -1] = u[:, -2]
    return np.sum(u**2)


@program(V)
def sort_in_place(x):
    y = x * 1.0
    y[1:].sort()
    y.sort()
    return np.sum(y * np.arange(5.0))


@program(V)
def fill(x):
    y = x * 1.0
    y.fill(x[0])
    return np.sum(y * x)


@program(V)
def copyto(x):
    y = np.zeros(5)
    np.copyto(y, x * x)
    return np.sum(y * x)


@program(V)
def out(x):
    y = np.empty(5)
    np.multiply(x, x, out=y)
    np.sin(y, out=y)
    return np.sum(y * x)


@program(V)
def put(x):
    y = np.zeros(5)
    np.put(y, [1, 3], x[:2])
    return np.sum(y * x)


@program(V)
def append(x):
    ys = []
    for i in range(len(x)):
        ys.append(x[i] * x[i - 1])
    return sum(ys) * ys[0]


@program(V)
def append_array(x):
    ys = [1.0]
    for i in range(len(x)):
        ys.append(x[i] * ys[-1])
    return np.sum(np.array(ys) ** 2)


@program(V)
def pops(x):
    s = [x[0], x[1], x[2]]
    a = s.pop()
    b = s.pop(0)
    s.append(a * b)
    return s[0] * s[1]


@program(V)
def flat_index(x):
    y = np.zeros((2, 3))
    y.flat[4] = x[0]
    return np.sum(y**2) * x.flat[2]


@program(V)
def empty_like(x):
    y = np.empty_like(x)
    for i in range(5):
        y[i] = x[i] ** 3
    return y.sum()


@program(V)
def nested_list_write(x):
    out = [np.zeros(3), np.zeros(2)]
    for i in range(3):
        out[0][i] += x[i] * x[i + 1]
    out[1][0] = out[0][1]
    return np.sum(out[0] ** 2) + out[1][0]


@program(V)
def known_list_holds(x):
    h = x * 1.0
    hs = [h]
    h[0] = 5.0 * x[1]
    return np.sum(hs[0] ** 2)


@program(V)
def tuple_holds(x):
    h = x * 1.0
    t = (h, h[1:3])
    h[1] = 5.0 * x[1]
    return np.sum(t[0] ** 2) + np.sum(t[1] ** 3)


@program(V)
def closure_holds(x):
    h = x * 1.0

    def g():
        return np.sum(h**2)

    h[1] = 5.0 * x[1]
    return g()


@program(V)
def default_holds(x):
    h = x * 1.0

    def g(a=h):
        return np.sum(a**2)

    h[1] = 5.0 * x[1]
    return g()


@program(V)
def prev_alias(x):
    u = x * 1.0
    prev = u
    s = 0.0
    for i in range(3):
        prev = u
        u[i] = x[i + 1] * u[i]
        s += prev[i]
    return s


@program(V)
def prev_copy(x):
    u = x * 1.0
    s = 0.0
    for i in range(3):
        prev = u.copy()
        u[i] = x[i + 1] * u[i]
        s += np.sum(prev * u)
    return s


@program(V)
def view_carried(x):
    u = x * 1.0
    v = u[1:]
    for i in range(3):
        u[i] = x[i + 1] * u[i]
        v[0] += u[0]
    return np.sum(u) + np.sum(v * v)


@program(V)
def while_swap(x):
    a = x * 1.0
    b = x * 2.0
    k = 0
    while k < 3:
        a[k] = b[k] * x[0]
        a, b = b, a
        k += 1
    return np.sum(a * b)


@program(V)
def self_store(x):
    y = x * 1.0
    y[1:] = y[:-1] * 2
    y[:] = y[::-1]
    y[::2] += y[1]
    return np.sum(y**2)


@program(V)
def aug_self(x):
    y = x * 1.0
    y += y
    y *= y[0]
    y[1:] -= y[:-1]
    return np.sum(y**2)


@program(V)
def same_twice(x):
    y = x * 1.0

    def h(a, b):
        a[0] = b[1] * 2
        b[2] = a[0]

    h(y, y)
    h(y[1:], y)
    return np.sum(y**2)


@program(V)
def returned_view(x):
    y = x * 1.0

    def part(a):
        return a[1:3]

    v = part(y)
    v[0] = 3 * x[4]
    y[2] = v[0] ** 2
    return np.sum(y) + v[1]


@program(V)
def reshape_fresh_read_later(x):
    y = np.outer(x, x)
    z = y.reshape(-1)
    y[0, 0] = 7 * x[1]
    z[3] *= 2
    return np.sum(z**2) + y[0, 3]


@program(V)
def asarray_alias(x):
    y = x * 1.0
    z = np.asarray(y)
    y[0] = 7 * x[1]
    z[1] = x[0]
    return np.sum(z * y)


@program(V)
def list_alias_in_branch(x):
    a = [x[0], x[1]]
    b = a
    if x[0] > 0:
        b[0] = x[3]
    return a[0] * b[1]


@program(V)
def list_in_list(x):
    a = [x[0], x[1]]
    b = [a, a]
    b[0][1] = x[2] * x[3]
    return b[1][1] * a[0]


@program(V)
def loop_over_array_writing(x):
    ys = x * 1.0
    s = 0.0
    for i, y in enumerate(ys):
        if i < 4:
            ys[i + 1] = y * 2
        s += y
    return s


@program(V)
def negative_index(x):
    y = x * 1.0
    for i in range(5):
        y[-i] = y[i - 1] * x[i]
    return np.sum(y**2)


@program(V)
def arg_item_list(x):
    y = [0.0] * 5
    for i in range(5):
        y[i] = x[i] * y[i - 1] + x[i]
    return y[4] * y[2]


@program(V)
def scalar_view(x):
    y = x * 1.0
    a = y[0]
    y[0] = 9 * x[1]
    return a * y[0]


@program(V)
def zero_d_view(x):
    y = x * 1.0
    a = y[0, ...]
    y[0] = 9 * x[1]
    return a * y[0]


@program(V)
def masked_alias(x):
    y = x * 1.0
    m = y > 0
    z = y[m]
    y[0] = 9 * x[1]
    y[m] *= 2
    return np.sum(z) * np.sum(y)


@program(V)
def del_and_write(x):
    y = x * 1.0
    z = y
    del z
    y[0] = 2 * x[1]
    return np.sum(y)


@program(V)
def early_return_after_write(x):
    y = x * 1.0
    if x[0] > 0:
        y[0] = x[1] * 3
        return np.sum(y)
    y[1] = x[0]
    return np.sum(y**2)


@program(V)
def raise_path(x):
    y = x * 1.0
    if x[0] > 5:
        y[0] = 1.0
        raise ValueError("no")
    y[1] = y[0] * x[2]
    return np.sum(y**2)


@program(V)
def nested_loops_arrays(x):
    u = np.zeros((3, 5))
    u[0] = x
    for k in range(2):
        for j in range(1, 4):
            u[k + 1, j] = u[k, j - 1] + u[k, j] * u[k, j + 1]
        u[k + 1, 0] = u[k + 1, 1]
    return np.sum(u**2)


@program(V)
def continue_loop(x):
    y = np.zeros(5)
    for i in range(5):
        if x[i] < 0:
            continue
        y[i] = x[i] ** 2
        if i == 3:
            break
        y[i] *= y[i - 1] + 1
    else:
        y[0] = 100.0
    return np.sum(y * y)


@program(V)
def carried_held_copy(x):
    h = x * 1.0
    hs = []
    for i in range(3):
        h[i] += 1.0
        h = h * x[0]
        hs.append(h.copy())
    return np.sum(hs[0]) + np.sum(hs[1] * hs[2])


@program(V)
def held_read_write(x):
    h = x * 1.0
    hs = []
    for i in range(3):
        hs.append(h)
        h = h * x[0]
        h[i] += 1.0
    return np.sum(hs[0]) + np.sum(hs[1] * hs[2])


# -- lists ------------------------------------------------------------------------------------------------------------------


@program(V)
def cond_append(x):
    ys = []
    for i in range(len(x)):
        if x[i] > 0:
            ys.append(x[i] ** 2)
    return sum(ys) * len(ys)


@program(V)
def append_branch(x):
    ys = [x[0]]
    if x[1] < 0:
        ys.append(x[1] * x[2])
    return sum(ys) + ys[-1] ** 2


@program(V)
def history_arrays(x):
    h = x * 1.0
    hs = []
    for t in range(4):
        h = np.tanh(h * x)
        hs.append(h)
    return np.sum(np.array(hs) ** 2) + np.sum(hs[1] * hs[-1])


@program(V)
def stack(x):
    s = []
    for v in x:
        s.append(v * v)
    total = 0.0
    while len(s) > 0:
        total = total * 1.5 + s.pop()
    return total


@program(V)
def two_loops(x):
    ys = []
    for i in range(len(x)):
        ys.append(x[i] * x[0])
    z = 1.0
    for y in ys:
        z = z * np.cos(y) + y
    for i, y in enumerate(ys):
        z += i * y * ys[i - 1]
    return z


@program(V)
def set_items(x):
    ys = [0.0]
    for i in range(len(x)):
        ys.append(x[i])
    for i in range(len(ys)):
        ys[i] = ys[i] * 2 + (ys[i - 1] if i > 0 else 0.0)
    ys[2] += ys[1]
    return sum(ys)


@program(V)
def nested_lists(x):
    total = 0.0
    for i in range(3):
        row = []
        for j in range(i + 1):
            row.append(x[j] * x[i])
        total += sum(row) * row[0]
    return total


@program(V)
def helper_append(x):
    ys = []

    def push(v):
        ys.append(v * v)

    for v in x:
        push(v)
    return ys[0] * ys[3] + sum(ys)


@program(V)
def extend_(x):
    ys = []
    for i in range(3):
        ys += [x[i], x[i] * x[i + 1]]
    ys.extend([x[0]])
    return np.dot(ys, ys)


@program(V)
def mean_of_list(x):
    losses = []
    for i in range(len(x)):
        losses.append((x[i] - 0.3) ** 2)
    return np.mean(losses) + np.max(x)


@program(V)
def alias_list(x):
    ys = []
    zs = ys
    for i in range(3):
        ys.append(x[i])
    zs.append(x[4])
    return sum(ys) * sum(zs)


@program(V)
def early_list(x):
    ys = []
    for i in range(len(x)):
        ys.append(x[i] ** 3)
        if x[i] > 1:
            break
    return ys[-1] * ys[0] + len(ys)


@program(V)
def rebind(x):
    ys = []
    for i in range(4):
        ys = ys + [x[i] * i]
    return sum(ys)


@program(A)
def rows_list(x):
    rs = []
    for row in x:
        rs.append(row * row[0])
    return np.sum(np.stack(rs) * x) + np.sum(rs[0])


@program(V)
def ints_then_floats(x):
    ys = [1]
    for i in range(3):
        ys.append(ys[-1] * x[i])
    return ys[-1] + ys[1]


@program(V)
def unused_list(x):
    log = []
    s = 0.0
    for i in range(3):
        s += x[i] ** 2
        log.append(s)
    return s


@program(V)
def sum_arrays(x):
    parts = []
    for i in range(3):
        parts.append(x * x[i])
    return np.sum(sum(parts) ** 2)


@program(V)
def list_in_while(x):
    ys = [x[0]]
    while ys[-1] < 20.0 and len(ys) < 8:
        ys.append(ys[-1] * 1.7 + x[2] ** 2)
    return ys[-1] + ys[len(ys) // 2]


@program(V)
def aug_in_loop(x):
    y = x * 1.0
    s = 0.0
    for i in range(3):
        y += x * y
        y[i] *= 2
        s += y[i]
    return np.sum(y) + s


@program(V)
def aug_in_branch_loop(x):
    y = x * 1.0
    for i in range(5):
        if x[i] > 0:
            y += x[i]
        else:
            y *= 2.0
    return np.sum(y**2)


@program(V)
def list_written_in_branch(x):
    ys = [x[0], x[1]]
    if x[2] > 0:
        ys[0] = x[3]
    else:
        ys[1] = x[4] ** 2
    return ys[0] * ys[1]


@program(V)
def list_written_in_branch_of_loop(x):
    ys = [x[0], x[1]]
    for i in range(5):
        if x[i] > 0:
            ys[0] = x[i] * ys[1]
        else:
            ys[1] += ys[0] ** 2
    return ys[0] * ys[1]


@program(V)
def arrays_put_into_a_list(x):
    ys = [x * 1.0]
    for i in range(3):
        ys.append(x * x[i])
    ys[1] = ys[0] * ys[2]
    return np.sum(ys[1] * ys[3])


@program(V)
def popped_arrays_of_several_lengths(x):
    ys = []
    for i in range(4):
        ys.append(x[: i + 1] * x[i])
    s = 0.0
    while len(ys) > 0:
        h = ys.pop()
        s += np.sum(h * h) * x[len(ys)]
    return s


@program(V)
def item_read_before_a_list_grows(x):
    """The adjoint of the item had the length of the list that grew."""
    ys = []
    for v in x:
        ys.append(v * v)
    s = ys[1]
    for v in x:
        ys.append(1.0)
    return s * len(ys)


@program(V)
def number_kept_before_a_loop_changes_it(x):
    """Both had the name of the first: y was e afterwards."""
    y = np.zeros(5)
    s = x[0] * 2
    e = s
    for v in x:
        s = s * np.sin(v)
        y[0] += v
    return s + 3 * e + y[0] ** 2


@program(V)
def shape_of_what_a_loop_shortens(x):
    y = x * 1.0
    s = np.sum(y)
    for i in range(2):
        y[0] = 2.0 * i
        y = y[1:] * x[1]
    return s + y[0]


def _put_if_positive(a, u):
    if u < 0:
        return
    a[0] = u * u


def _first_above(a, limit):
    for i in range(len(a)):
        if a[i] > limit:
            return i
        a[i] *= 2.0
    return 0


@program(V)
def helper_that_returns_before_it_writes(x):
    """On the way on which the helper had returned, the array was nothing."""
    y = x * 2
    _put_if_positive(y, x[0] - 1)
    _put_if_positive(y, x[2])
    return np.sum(y * y)


@program(V)
def helper_that_writes_and_returns_from_a_loop(x):
    y = x * 2
    i = _first_above(y, 1.2)
    y[i] += x[i]
    return np.sum(y * y * y)


@program(A)
def row_read_in_a_loop_and_written_after_it(x):
    """The name of the last row is bound when the array is written, and read no more."""
    y = x * 2
    s = 0.0
    for r in y:
        s += np.sum(r * r)
    for i in range(3):
        v = y[i]
        if v[0] > 0:
            s += v[1]
            break
    if s > 1:
        w = y[0]
        s += w[2]
    y[0, 1] = s
    return np.sum(y**2)


@program(A)
def part_of_a_part_of_a_row_of_a_loop(x):
    y = x * 1.0
    for r in y:
        v = r[::2]
        for i in range(4):
            w = v[:-1]
            w[-1] -= np.tanh(x[0, i]) * w[0]
    return np.sum(y * y)


def _smoothed(a):
    for i in range(1, len(a) - 1):
        a[i] = 0.5 * (a[i - 1] + a[i + 1])


@program(V)
def part_of_a_part_given_to_a_helper(x):
    y = x * x
    y[0] = x[1]
    v = y[1:]
    _smoothed(v[1:])
    return np.sum(y * x) + v[1] ** 2


@program(V * 3 + 1)
def range_of_what_the_loop_changes(x):
    """The adjoint counted with the number that was there after the loop."""
    y = x * 1.3
    for i in range(int(y[0])):
        y[0] = y[1] * x[i]
        y[1] += 0.1 * y[0] ** 2
    return np.sum(y * y)


@program(V)
def part_of_a_part_whose_index_changes(x):
    y = x * 3.9
    y[0] = 0.0
    v = y[0:]
    v[int(y[0])] += x[1] ** 2 * 3
    return np.sum(y * y * y)


@program(V)
def lists_swapped(x):
    a, b = [1.0], [2.0]
    for v in x:
        a.append(b[-1] * v)
        a, b = b, a
    return sum(a) * sum(b)


@program(V)
def elements_of_what_an_outer_loop_writes(x):
    y = np.zeros(7)
    w = np.zeros(3)
    for i in range(5):
        w[i % 3] = x[i] ** 2
        s = x[i]
        for k in range(3):
            s += 0.4 * w[(i + k) % 3] * y[i - k] ** 2
        y[i + 1] = s
        y[:2] *= 1.1
    return np.sum(y**2)


@program(V)
def list_of_a_loop_that_returns(x):
    """On the ways that return, the list that is appended to otherwise was the number 0."""
    y = x.copy()
    for i in range(4):
        hs = [np.sum(x)]
        for k in range(i):
            gs = hs
            if i % 2 == 1:
                return np.sum(x) * np.sum(np.array(hs) ** 2) + np.sum(np.array(gs) ** 2)
            hs.append(np.tanh(y[i]))
        y[i] -= np.tanh(np.sum(x))
        if i > 1:
            break
    return np.sum(y * y)


@program(V)
def tests_of_numbers_and_lists(x):
    y, st = x * 1.0, []
    for i in range(5):
        if i and y[i] > 0.4:
            y[i - 1] = y[i] ** 2
        if not (i and x[0]) or i % 2:
            y[i] *= x[1]
            st.append(y[i])
        k = (i and 2) or 3
        y[k] *= 1.1
    s = 0.0
    while st and st[-1] > -2:
        s = s * x[0] + st.pop()
    return s + np.sum(y**2)


@program(V)
def item_of_an_empty_list_that_grows(x):
    """In the first iteration there is no last item, and none is read."""
    hs, gs = [], []

    def put(i, s):
        gs.append(s * x[i])

    for i in range(5):
        hs.append((hs[-1] if i > 0 else 0.5) * x[i])
        put(i, 1.0 if i == 0 else gs[-1])
    return sum(hs) * sum(gs)


@program(A)
def view_of_what_a_way_that_returned_wrote(x):
    """The view was read again of an array that was nothing on that way."""
    y = np.zeros_like(x)
    for i in range(3):
        v = y.reshape(12)
        s = np.sum(x[i] ** 2)
        if s > 1.5:
            return s * np.sum(v * v) + np.sum(y)
        y[i, -3] = np.tanh(i * s) + x[0, i]
    return np.sum(y * y * x)


@program(V)
def slices_of_lists(x):
    ys = []
    for v in x:
        ys.append(v * v)
    zs = ys[1:]
    zs.append(x[0])
    return sum(zs) * ys[0] + sum(ys[:-1][::-1]) * ys[2:][0]


@program(V)
def lists_in_a_dict(x):
    history = {"loss": [], "steps": 0}
    for i in range(len(x)):
        history["loss"].append(x[i] ** 2)
        history["steps"] += 1
    return sum(history["loss"]) * history["steps"]


@program(V)
def lists_in_a_dict_exchanged(x):
    d = {"a": [x[0]], "b": [x[1]]}
    for i in range(3):
        d["a"], d["b"] = d["b"], [x[i] * d["a"][0]]
    return d["a"][0] * d["b"][0]


@program(V)
def arrays_in_a_dict(x):
    out = {"a": np.zeros(5), "b": [np.zeros(2), np.zeros(2)]}
    for i in range(5):
        out["a"][i] += x[i] ** 2
        out["b"][0][i % 2] += x[i]
    return np.sum(out["a"]) + np.sum(out["b"][0] ** 2)


@program(A[:3, :3], A[:3, 1:])
def transposed_written_with_an_argument_read_elsewhere(z, x):
    """The adjoint of what was written is a part of a part: a copy of the part is shared by both."""
    w = z.copy()
    t = w.T
    t[...] = x
    return x[0, 1] + np.sum(np.sin(w) * z)


@program(A[:3, :3], A[:3, 1:])
def flipped_and_transposed_written(z, x):
    w = np.sin(z)
    t = w[::-1].T
    t[1] = x[2]
    t[...] += x * x
    t[:, 0] = x[1] * w[2]
    return np.sum(x[1] * x[2]) + np.sum(w * z) + np.sum(t[2])
