"""Programs that compute with complex numbers: values as they are, derivatives against differences, both modes, second order."""

from __future__ import annotations

import cmath
import math
from typing import Any, Callable

import numpy as np
import pytest

from sourcead import ArgumentError, Refused, adjoint, check_grads, grad, jvp, source, tangent, value_and_grad, vjp


def gradient(f: Callable, args: list[Any], i: int) -> Any:
    """∂f/∂x - i ∂f/∂y, element by element, by central differences of order four."""
    step, at = 1e-3, np.asarray(args[i])
    out = np.zeros(at.shape, complex)

    def along(where: tuple, direction: complex) -> float:
        def value(k: int) -> float:
            moved = np.array(at)
            moved[where] += k * step * direction
            return f(*args[:i], moved if isinstance(args[i], np.ndarray) else moved.item(), *args[i + 1 :])

        return (45 * (value(1) - value(-1)) - 9 * (value(2) - value(-2)) + value(3) - value(-3)) / (60 * step)

    for where in np.ndindex(at.shape):
        out[where] = along(where, 1) - (1j * along(where, 1j) if np.iscomplexobj(at) else 0)
    return out if np.iscomplexobj(at) else out.real


def drawn(rng: np.random.Generator, like: Any) -> Any:
    shape = np.shape(like)
    value = rng.normal(size=shape) + (1j * rng.normal(size=shape) if np.iscomplexobj(like) else 0)
    return value if isinstance(like, np.ndarray) else value.item() if hasattr(value, "item") else value


def paired(bars: Any, dots: Any) -> float:
    return float(sum(np.sum(np.asarray(b) * d).real for b, d in zip(bars, dots, strict=True)))


def check(f: Callable, *args: Any) -> None:
    rng = np.random.default_rng(7)
    everything = tuple(range(len(args)))
    given = [np.copy(a) if isinstance(a, np.ndarray) else a for a in args]
    value, bars = value_and_grad(f, everything)(*args)
    assert value == f(*args)
    for before, after in zip(given, args, strict=True):
        assert np.array_equal(before, after)
    for i, bar in enumerate(bars):
        assert np.shape(bar) == np.shape(args[i]) and np.iscomplexobj(bar) == np.iscomplexobj(args[i])
        np.testing.assert_allclose(bar, gradient(f, list(args), i), rtol=1e-7, atol=1e-7)
    dots = [drawn(rng, a) for a in args]
    plain, slope = tangent(f, everything)(*args, *dots)
    assert plain == value
    np.testing.assert_allclose(slope, paired(bars, dots), rtol=1e-11, atol=1e-11)

    def second(*args):
        return sum_of_products(grad(f, everything)(*args), dots)

    for i, bar in enumerate(grad(second_of(f, dots), everything)(*args)):
        np.testing.assert_allclose(bar, gradient(second, list(args), i), rtol=1e-6, atol=1e-6)


def sum_of_products(bars, dots):
    total = 0.0
    for bar, dot in zip(bars, dots):
        total = total + np.sum(bar * dot).real
    return total


def second_of(f: Callable, dots: list[Any]) -> Callable:
    derivative = grad(f, tuple(range(len(dots))))

    def second(*args):
        return sum_of_products(derivative(*args), dots)

    return second


Z = np.array([0.7 + 0.4j, -0.3 + 1.1j, 0.5 - 0.8j, 1.2 + 0.1j])
X = np.array([0.3, -0.8, 1.1, 0.6])
M = np.array([[1.2 + 0.3j, 0.4 - 0.2j, 0.1j], [0.2 + 0.5j, 2.1 - 0.4j, 0.3], [0.1 - 0.3j, 0.2 + 0.2j, 3.0 + 0.6j]])


# -- programs ---------------------------------------------------------------------------------------------------------------


def intermediate(x):
    z = np.exp(1j * x) * (x + 2j)
    return np.sum(z.real * np.abs(z)) + np.sum(np.angle(z))


def argument(z):
    w = z * np.conj(z) + z**2 / (1 + z)
    return (w[0] * w[1]).imag + np.sum(np.abs(w) ** 2)


def mixed(z, x):
    return np.sum((z * x).real ** 2) + np.sum((z + x).imag * x) + np.abs(np.vdot(z, x * z))


def numbers(z, x):
    w = cmath.exp(1j * x) * z + cmath.sqrt(z)
    r, phi = cmath.polar(w)
    return r * math.cos(phi) + abs(w) + (w * cmath.rect(x, phi)).imag + complex(x, 2 * x).imag * z.real


def spectrum(x):
    """Energy above a frequency, and of the inverse of a filtered spectrum."""
    c = np.fft.rfft(x)
    k = np.fft.rfftfreq(x.shape[0], 0.1)
    filtered = np.fft.irfft(c * np.exp(-(k**2) / 9), x.shape[0])
    return np.sum(np.abs(c[2:]) ** 2) + np.sum(np.sin(filtered) * x)


def planes(z):
    w = np.fft.fftshift(np.fft.fft2(z))
    w[0, :] *= 2j
    back = np.fft.ifft2(np.fft.ifftshift(w))
    return np.sum(np.abs(back) ** 4) + np.sum(back.real)


def half_planes(x):
    c = np.fft.rfft2(x)
    y = np.fft.irfft2(c * c, s=x.shape)
    return np.sum(y**2) + np.sum(np.abs(np.fft.rfftn(x, norm="ortho")) ** 3)


def hermitian_spectrum(z, x):
    return np.sum(np.fft.hfft(z) ** 2) + np.sum(np.abs(np.fft.ihfft(x) - 1) ** 2)


def loop(z, x):
    """A map iterated: carried numbers turn complex, a branch depends on their size."""
    w = x * 0.5
    for k in range(6):
        w = w * w + z
        if abs(w) > 2:
            w = w / abs(w)
        else:
            w = w - 0.1j * k
    return w.real + 3 * w.imag


def in_place(z, x):
    y = np.zeros(4, complex)
    y[0] = z[0]
    for i in range(1, 4):
        y[i] = y[i - 1] * z[i] + x[i]
        y[i - 1] += 1j * x[i]
    y[1:3] *= np.exp(1j * x[:2])
    return np.sum(np.abs(y) ** 2) + y[3].real


def made_complex(x):
    """A real array made complex, then written with complex numbers."""
    y = x + 0j
    y[0] = 1j * x[0]
    y[1:] = y[1:] * (2 - 1j)
    return np.sum((y**2).real) + np.sum(y.imag * x)


def real_and_complex_arms(x, z):
    w = z * x if x > 0.2 else z + 1
    v = x if abs(w) > 0.1 else z
    return (w * v).real + (w * w).imag


def schroedinger(x):
    """Crank-Nicolson steps of a particle in a potential: a unitary evolution."""
    n = x.shape[0]
    h = 2 * np.eye(n) - np.eye(n, k=1) - np.eye(n, k=-1) + np.diag(x)
    psi = np.exp(-np.linspace(-1, 1, n) ** 2) * np.exp(2j * np.linspace(-1, 1, n))
    for _ in range(3):
        psi = np.linalg.solve(np.eye(n) + 0.05j * h, (np.eye(n) - 0.05j * h) @ psi)
    return np.sum(np.abs(psi[:2]) ** 2)


def eigenvalues(m):
    w, v = np.linalg.eig(m)
    return np.sum(np.abs(w) ** 2) + np.abs(v[0, 1]) ** 2 + (v[2, 0] * v[1, 0]).real


def hermitian_projector(m):
    w, v = np.linalg.eigh(m @ m.conj().T)
    p = v[:, 1:2] @ v[:, 1:2].conj().T
    return np.sum(np.abs(p * m) ** 2) + np.sum(np.sin(w)) + p[0, 1].imag


def best_approximation(m):
    u, s, vh = np.linalg.svd(m[:, :2], full_matrices=False)
    p = (u[:, :1] * s[0]) @ vh[:1]
    return np.sum(np.abs(p - m[:, :2]) ** 2) + np.abs(np.sum((u * np.exp(-s)) @ vh)) + p[0, 0].real


def factors(m):
    a = m @ m.conj().T + np.eye(3)
    low = np.linalg.cholesky(a)
    q, r = np.linalg.qr(m)
    sign, logabs = np.linalg.slogdet(m)
    return np.sum(np.abs(low) ** 3) + np.sum((q * r).real) + logabs + (sign * m[0, 0]).imag + np.linalg.norm(m) + np.linalg.cond(m)


def parts_written(z, x):
    y = z.copy()
    y.real[0] = x[1]
    y.imag += x
    w = np.empty(4, dtype=complex)
    w.real, w.imag = x, y.real * x
    part = w[1:3]
    part.real *= 2.0
    y.real = w.imag
    return np.sum(np.abs(y * w) ** 2)


def lists(z):
    """Lists of unknown length: of numbers, of arrays, made by a comprehension."""
    out, sums = [0j], []
    for i in range(len(z)):
        out.append(out[-1] * 0.5 + z[i] * z[i])
        sums.append(z * np.exp(1j * i))
    out[1] += 2j * z[0]
    powers = np.array([w**3 for w in z])
    return abs(sum(out)) ** 2 + np.sum(np.abs(np.array(sums)[1] + sums[2]) ** 2) + np.sum(powers.imag)


def beamformer(x, z):
    """A containers' program: a dict of complex arrays, a list, a comprehension."""
    state = {"weights": z / np.sum(np.abs(z)), "angles": [0.1, 0.4]}
    found = [np.abs(np.sum(state["weights"] * np.exp(1j * np.sin(a) * x))) for a in state["angles"]]
    return sum(f**2 for f in found) + max(found)


PROGRAMS = {
    intermediate: (X,),
    argument: (Z,),
    mixed: (Z, X),
    numbers: (0.7 + 0.4j, 0.3),
    spectrum: (np.array([0.3, -0.8, 1.1, 0.6, 0.2, -0.4, 0.9]),),
    planes: (M,),
    half_planes: (np.array([[0.3, -0.8, 1.1, 0.4], [0.6, 0.2, -0.4, 0.7], [0.9, -0.1, 0.5, -0.2]]),),
    hermitian_spectrum: (Z, X),
    loop: (0.3 + 0.4j, 0.7),
    in_place: (Z, X),
    made_complex: (X,),
    real_and_complex_arms: (0.7, 0.3 + 0.2j),
    schroedinger: (X,),
    eigenvalues: (M,),
    hermitian_projector: (M,),
    best_approximation: (M,),
    factors: (M,),
    beamformer: (X, Z),
    parts_written: (Z, X),
    lists: (Z,),
}


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda f: f.__name__)
def test_program(program):
    check(program, *PROGRAMS[program])


# -- conventions ------------------------------------------------------------------------------------------------------------------


def test_a_gradient_is_that_of_the_parts_without_a_conjugate():
    """By hand: f = x² + 3 x y of z = x + iy."""
    f = squares
    assert grad(f)(2 + 5j) == (2 * 2 + 3 * 5) - 1j * (3 * 2)


def test_gradients_are_those_of_jax():
    """As jax.grad (JAX 0.10) gives them in double precision."""
    of_z, of_x = grad(mixed, (0, 1))(Z, X)
    np.testing.assert_allclose(of_z, [0.546 - 0.54j, 0.096 + 2.56j, 2.31 + 0.66j, 2.304 - 0.72j], rtol=1e-14)
    np.testing.assert_allclose(of_x, [1.344, 2.256, 0.64, 3.278], rtol=1e-14)


def squares(z):
    return z.real**2 + 3 * z.real * z.imag


def cube(z):
    return z**3


def test_a_holomorphic_function_has_its_complex_derivative_in_both_modes():
    z = 0.7 - 0.4j
    assert abs(adjoint(cube)(z, 1.0) - 3 * z**2) < 1e-14
    assert abs(adjoint(cube)(z, 2j) - 2j * 3 * z**2) < 1e-14
    assert abs(tangent(cube)(z, 1j)[1] - 1j * 3 * z**2) < 1e-14
    assert abs(jvp(cube, (z,), (1.0,))[1] - 3 * z**2) < 1e-14
    value, pullback = vjp(cube, z)
    assert value == z**3 and abs(pullback(1.0)[0] - 3 * z**2) < 1e-14


def modulus(z):
    return np.sum(np.abs(z))


def test_the_modulus_has_derivative_zero_at_zero():
    slope = grad(modulus)(np.array([0j, 3 + 4j]))
    assert slope[0] == 0 and abs(slope[1] - (0.6 - 0.8j)) < 1e-15


def test_the_gradient_of_a_complex_number_is_refused():
    with pytest.raises(ArgumentError, match="real"):
        grad(cube)(1 + 2j)


def doubled(x):
    return 2 * x


def test_a_complex_adjoint_of_a_real_number_is_refused():
    with pytest.raises(ArgumentError, match="is real, not complex"):
        adjoint(doubled)(1.5, 1j)
    with pytest.raises(ArgumentError, match="is real, not complex"):
        tangent(doubled)(1.5, 1j)


def of_phases(m):
    w, v = np.linalg.eigh(m @ m.conj().T)
    return v[1, 1].real


def of_phases_too(m):
    u, s, vh = np.linalg.svd(m)
    return u[1, 1].imag


@pytest.mark.parametrize("f", (of_phases, of_phases_too))
def test_what_depends_on_the_phases_of_vectors_raises(f):
    with pytest.raises(ValueError, match="phases"):
        grad(f)(M)


def signs(z):
    return np.sum(np.sign(z).real)


def clipped(z):
    return np.sum(np.maximum(z, 1).real)


@pytest.mark.parametrize("f", (signs, clipped))
def test_a_row_of_real_numbers_is_refused_for_complex_ones(f):
    with pytest.raises(Refused, match="no derivative rule for complex numbers"):
        grad(f)(Z)


def constants(x):
    z = np.sign(np.array([1 + 1j, 2j])) * np.maximum(1j, 0.5)
    return x * x * z[0].imag


def test_what_carries_no_derivative_may_be_any_function_of_complex_numbers():
    assert abs(grad(constants)(0.7) - 1.4 * constants(1.0)) < 1e-15


def rotated(x):
    return (np.exp(1j * x) * (-0.0 - 2j) * complex(1, -3) * -1j).real


def test_complex_constants_are_written_as_they_are():
    text = source(grad(rotated), 0.3)
    assert "1j" in text
    check(rotated, 0.3)


def test_single_precision_stays():
    z = Z.astype(np.complex64)
    assert grad(argument)(z).dtype == np.complex64
    np.testing.assert_allclose(grad(argument)(z), grad(argument)(Z), rtol=1e-4)


# -- checks -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("program", (mixed, loop, eigenvalues, factors), ids=lambda f: f.__name__)
def test_check_grads_takes_complex_numbers(program):
    assert check_grads(program, *PROGRAMS[program]).ok


def transform(z, x):
    return np.fft.fft(z * x)[:3]


def test_check_grads_of_complex_results():
    assert check_grads(transform, Z, X).ok
    assert check_grads(cube, 0.7 - 0.4j).ok
