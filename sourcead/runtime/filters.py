"""Convolutions cut to size, filters with boundaries, weights of integration: what their transposes need."""

import numpy as np


def cut(shape_a, shape_b, mode):
    """Where a convolution of mode 'same' or 'valid' lies in the full one, as slices."""
    slices = []
    for a, b in zip(shape_a, shape_b):
        start, count = ((b - 1) // 2, a) if mode == "same" else (min(a, b) - 1, abs(a - b) + 1)
        slices.append(slice(start, start + count))
    return tuple(slices)


def cut_to_mode(full, a, b, mode):
    """The part of the full convolution of `a` and `b` that `mode` keeps."""
    return full[cut(np.shape(a), np.shape(b), mode)]


def padded_to_full(g, a, b, mode):
    """Zeros of the shape of the full convolution of `a` and `b` with `g` where `mode` cuts: the transpose of `cut_to_mode`."""
    full = np.zeros([m + n - 1 for m, n in zip(np.shape(a), np.shape(b))], np.result_type(g))
    full[cut(np.shape(a), np.shape(b), mode)] = g
    return full


def lagged_products(g, w, like, axis):
    """Σ g[n] w[n - k] for each k an element of the vector `like` has, over all lines along `axis`."""
    g, w = np.moveaxis(g, axis, -1), np.moveaxis(w, axis, -1)
    count = g.shape[-1]
    sums = [np.sum(g[..., k:] * w[..., : max(count - k, 0)]) for k in range(len(like))]
    return np.array(sums, np.result_type(g, w))


# -- boundaries of scipy.ndimage -------------------------------------------------------------------------------------------

# What its modes are called in np.pad; outside a constant boundary is zero.
PADDING = {
    **{"reflect": "symmetric", "grid-mirror": "symmetric", "mirror": "reflect", "nearest": "edge"},
    **{"wrap": "wrap", "grid-wrap": "wrap", "constant": "constant", "grid-constant": "constant"},
}


def margins(size, origin, flipped):
    """How far a filter of this size reaches beyond an element, before and after it; `flipped` for a convolution."""
    shift = 0 if size == 1 else -origin - (size % 2 == 0) if flipped else origin
    before = size // 2 + shift
    return before, size - 1 - before


def extended_axis(x, axis, before, after, mode):
    places = np.pad(np.arange(np.shape(x)[axis]), (before, after), PADDING[mode])
    out = np.take(x, places, axis)
    if PADDING[mode] == "constant":
        outside = np.ones(len(places), bool)
        outside[before : len(places) - after] = False
        np.moveaxis(out, axis, 0)[outside] = 0
    return out


def folded_axis(e, axis, before, after, mode):
    """The transpose of `extended_axis`: what was copied beyond the boundary is added where it came from."""
    count = np.shape(e)[axis] - before - after
    e = np.moveaxis(e, axis, 0)
    if PADDING[mode] == "constant":
        return np.moveaxis(e[before : before + count], 0, axis)
    out = np.zeros((count, *np.shape(e)[1:]), np.result_type(e))
    np.add.at(out, np.pad(np.arange(count), (before, after), PADDING[mode]), e)
    return np.moveaxis(out, 0, axis)


def each_axis(value, count):
    """A setting for each axis: one for all, or a sequence of them."""
    return list(value) if isinstance(value, (tuple, list, np.ndarray)) else [value] * count


def extended(x, weights, mode, origin, flipped):
    """`x` continued beyond its boundaries as far as a filter with these weights reaches."""
    modes, origins = each_axis(mode, np.ndim(x)), each_axis(origin, np.ndim(x))
    for axis, size in enumerate(np.shape(weights)):
        x = extended_axis(x, axis, *margins(size, origins[axis], flipped), modes[axis])
    return x


def folded(e, like, weights, mode, origin, flipped):
    """The transpose of `extended`, of the type of `like`."""
    modes, origins = each_axis(mode, np.ndim(e)), each_axis(origin, np.ndim(e))
    for axis, size in enumerate(np.shape(weights)):
        e = folded_axis(e, axis, *margins(size, origins[axis], flipped), modes[axis])
    return np.array(e, np.result_type(like))


def correlated_back(g, weights, axis, mode, origin):
    """The transpose of scipy.ndimage.correlate1d with these weights."""
    before, after = margins(len(weights), origin, False)
    g = np.moveaxis(g, axis, -1)
    full = np.zeros((*g.shape[:-1], g.shape[-1] + len(weights) - 1), np.result_type(g, weights))
    for k, weight in enumerate(weights):
        full[..., k : k + g.shape[-1]] += weight * g
    return np.moveaxis(folded_axis(full, -1, before, after, mode), -1, axis)


def gaussian_back(g, sigma, order, mode, truncate):
    """The transpose of scipy.ndimage.gaussian_filter. Its weights are what it makes of an impulse."""
    from scipy import ndimage

    count = np.ndim(g)
    out = g
    for axis, (s, n, m) in enumerate(zip(each_axis(sigma, count), each_axis(order, count), each_axis(mode, count))):
        if s > 1e-15:
            impulse = np.zeros(2 * int(truncate * float(s) + 0.5) + 1)
            impulse[len(impulse) // 2] = 1
            weights = ndimage.gaussian_filter1d(impulse, s, order=n, mode="constant", truncate=truncate)[::-1]
            out = correlated_back(out, weights, axis, m, 0)
    return np.array(out, np.result_type(g))


def gaussian_line_back(g, sigma, axis, order, mode, truncate):
    """The transpose of scipy.ndimage.gaussian_filter1d."""
    sigmas, orders = np.zeros(np.ndim(g)), np.zeros(np.ndim(g), int)
    sigmas[axis], orders[axis] = sigma, order
    return gaussian_back(g, list(sigmas), list(orders), mode, truncate)


def uniform_back(g, size, mode, origin):
    """The transpose of scipy.ndimage.uniform_filter."""
    count = np.ndim(g)
    out = g
    for axis, (n, m, at) in enumerate(zip(each_axis(size, count), each_axis(mode, count), each_axis(origin, count))):
        if n > 1:
            out = correlated_back(out, np.full(int(n), 1 / int(n)), axis, m, at)
    return np.array(out, np.result_type(g))


# -- smoothing by polynomials -----------------------------------------------------------------------------------------------


def savgol_interp(x, window, order, deriv, delta, axis):
    """scipy.signal.savgol_filter, with polynomials through the first and last values where the window does not fit."""
    from scipy import signal

    return signal.savgol_filter(x, window, order, deriv, delta, axis)


def savgol_back(g, window, order, deriv, delta, axis):
    """The transpose of `savgol_interp`. What it makes of the impulses of one window says all."""
    weights = savgol_interp(np.eye(window), window, order, deriv, delta, 0)
    g, half = np.moveaxis(np.asarray(g), axis, 0), window // 2
    count = len(g) - 2 * half
    out = np.zeros(np.shape(g), np.result_type(g))
    for j in range(window):
        out[j : j + count] += weights[half, j] * g[half : half + count]
    if half:
        out[:window] += np.tensordot(weights[:half].T, g[:half], 1)
        out[-window:] += np.tensordot(weights[-half:].T, g[-half:], 1)
    return np.moveaxis(out, 0, axis)
