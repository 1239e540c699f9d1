"""Calls of NumPy's functions of arrays with their usual arguments, as a user writes them."""

from __future__ import annotations

import math
import operator

import numpy as np
import pytest

from sourcead import tangent, value_and_grad
from sourcead.backend import text

from ..conftest import make_function
from .test_calls import check, expressions

MATRIX = np.array([[0.5, -1.2, 2.0], [1.5, 0.3, -0.7]])
CUBE = np.linspace(-1.0, 2.0, 24).reshape(2, 3, 4) ** 3
SQUARE = np.array([[0.5, -1.2, 2.0], [1.5, 0.3, -0.7], [0.9, 1.1, -2.1]])
VECTOR, OTHER = np.array([0.5, -1.2, 2.0, 0.9]), np.array([1.5, 0.3, -0.7, 0.1])


@pytest.fixture(autouse=True)
def unformatted(monkeypatch):
    """Two thirds of the time goes into formatting, which is tested elsewhere."""
    monkeypatch.setattr(text, "formatted", lambda source: source)


OF_A_MATRIX = """
    np.take(x, [0, 2, -1]); np.take(x, [0, 1, 1], axis=1); x.take(3); np.take(x, 1, axis=0);
    np.take_along_axis(x, np.argsort(x, axis=1), 1); np.repeat(x, 2); x.repeat(2, axis=0); np.repeat(x, [1, 2], axis=0);
    np.tile(x, 2); np.tile(x, (2, 1, 1)); np.pad(x, 1); np.pad(x, ((1, 2), (0, 1)), 'edge'); np.pad(x, 2, mode='wrap');
    np.pad(x, (1, 0), constant_values=3.0); np.pad(x, 1, mode='reflect'); np.roll(x, (1, 1), axis=(0, 1)); np.rot90(x);
    np.rot90(x, -1, (1, 0)); np.flipud(x); np.fliplr(x); np.delete(x, 1, axis=1); np.delete(x, [0, 2]);
    np.insert(x, 1, 5.0, axis=0); np.insert(x, 1, x[0], axis=0); np.append(x, x[0]); np.append(x, x * 2, axis=0);
    np.resize(x, (2, 4)); np.compress([True, False, True], x, axis=1); np.extract(x > 0, x); np.sort(x); np.sort(x, axis=0);
    np.sort(x, axis=None); np.partition(x, 1); np.median(x); np.median(x, axis=1); np.median(x, axis=(0, 1), keepdims=True);
    np.percentile(x, 30); np.percentile(x, [25, 75], axis=1); np.quantile(x, 0.3, axis=0); np.quantile(x, [0.1, 0.9]);
    np.quantile(x, 0.4, method='hazen'); np.ptp(x); np.ptp(x, axis=1); np.average(x); np.average(x, axis=0);
    np.average(x, weights=x * x + 1); np.average(x, axis=1, weights=[1.0, 2.0, 0.5]);
    np.average(x, 0, weights=x[:, 0] ** 2 + 1); np.sum(x, where=x > 0); np.sum(x, axis=0, initial=2.0);
    x.sum(initial=x[0, 1]); np.sum(x, 1, float); x.sum(0, np.float64); np.mean(x, where=x > -2);
    x.mean(axis=1, dtype=np.float64); np.prod(x, initial=3.0); np.max(x, initial=0.4);
    np.max(x, axis=1, where=x < 1.8, initial=-9.0); x.min(axis=0, initial=0.1); np.amax(x, axis=(0, 1));
    np.amin(x, 1, keepdims=True); x.max(axis=1, keepdims=True); np.var(x, axis=(0, 1), ddof=1); np.std(x, 1, correction=1);
    np.cumsum(x); x.cumprod(axis=1); np.cumprod(x); np.cumsum(x, dtype=float); np.cumulative_sum(x, axis=1);
    np.cumulative_sum(x, axis=0, include_initial=True); np.cumulative_prod(x, axis=1, include_initial=True); np.diff(x);
    np.diff(x, 2); np.diff(x, axis=0); np.diff(x, prepend=0.0); np.diff(x, axis=0, prepend=x[:1], append=3.0); np.ediff1d(x);
    np.ediff1d(x, to_end=x[0], to_begin=1.0); np.trapezoid(x); np.trapezoid(x, dx=0.5, axis=0);
    np.trapezoid(x, x=[0.0, 0.4, 2.0]); np.trapezoid(x ** 2, x); np.gradient(x, axis=1); np.gradient(x, 0.5, axis=0);
    np.gradient(x, [0.0, 1.0, 3.0], axis=1); np.gradient(x)[0] * np.gradient(x)[1];
    np.gradient(x, 2.0, [0.0, 1.0, 3.0], axis=(0, 1))[1]; np.gradient(x[0], edge_order=2); np.split(x, 3, axis=1)[2];
    np.split(x, [1], axis=1)[1]; np.array_split(x, 2, axis=1)[0] * 2; np.hsplit(x, 3)[1]; np.vsplit(x, 2)[1];
    np.array_split(x.ravel(), 4)[1]; np.split(x, 2)[0] + np.split(x, 2)[1]; np.hsplit(x, [1, 2])[2]; np.dstack([x, x * x]);
    np.block([[x, x * 2], [x * x, x]]); np.block([x, x]); np.block([[x], [x[0]]]); np.atleast_3d(x) * 2;
    np.atleast_1d(x[0, 0]); np.atleast_2d(x[0]); np.atleast_3d(x[0]); np.atleast_1d(x, x[0, 0])[1]; np.rollaxis(x, 1);
    np.broadcast_arrays(x, x[0])[1] * x; np.meshgrid(x[0], x[1])[0] * np.meshgrid(x[0], x[1])[1];
    np.meshgrid(x[0], x[:, 0], indexing='ij')[0]; np.meshgrid(x[0], x[:, 0], sparse=True)[1]; np.diagonal(x); x.diagonal(1);
    np.diagflat(x); np.diagflat(x[0], 1); np.matrix_transpose(x); x.mT; np.select([x > 1, x > 0], [x * 2, x * 3], default=x);
    np.select([x > 1], [x ** 2]); np.choose([0, 1, 0], x); np.choose(np.array([1, 0, 2]), [x[0], x[1], 5.0]);
    np.nan_to_num(x); np.nan_to_num(x, nan=1.0); np.unwrap(x * 4); np.real(x); x.real; np.einsum('ij,kj->ik', x, x);
    np.einsum('ij->', x); np.einsum('ij,j', x, x[0]); np.einsum('ij,jk,kl->il', x, x.T, x, optimize=True);
    np.tensordot(x, x, 2); np.tensordot(x, x, axes=([1], [1])); np.kron(x, x); np.kron(x[0], x[1]); np.cross(x, x[0]);
    np.cross(x[0], x[1]); np.convolve(x[0], x[1]); np.convolve(x[0], [1.0, 2.0], 'same');
    np.correlate(x[0], x[1], mode='full'); np.trace(x, 1); np.vander(x[0]); np.vander(x[0], 2, increasing=True);
    np.polyval(x[0], x[1]); np.polyval([1.0, 2.0, 0.5], x); np.polyval(x[0], 0.5);
    np.interp(x, [-2.0, 0.0, 3.0], [1.0, 2.0, 0.0]); np.interp(0.5, [-2.0, 0.0, 3.0], x[0]);
    np.bincount([0, 1, 1], weights=x[0]); np.logspace(x[0, 0], x[1, 0], 4); np.nansum(x); np.nanmean(x, axis=1);
    np.nanmax(x, 0); np.nanstd(x); np.nanmedian(x, axis=0); np.nanpercentile(x, 40, axis=1); np.nancumsum(x);
    np.nanprod(x, axis=1); np.modf(x * 1.07)[0] * 2; np.frexp(x * 1.07)[0]; np.divmod(x, 1.1)[1]; x[np.nonzero(x > 0)];
    x[np.tril_indices(2)]; x[np.unravel_index(4, (2, 3))] * x[0]; np.where(np.isin(x, [0.31]), x, x ** 2); x * np.tri(2, 3);
    x * np.argmax(x, axis=1, keepdims=True); x.item(2) * x; x[0, 0].item() * x; x * x.nbytes;
    x * np.zeros(3, dtype=x.dtype) + x; x.astype(x.dtype); np.astype(x, np.float64); x.sum(keepdims=True); np.add.reduce(x);
    np.add.reduce(x, axis=1, keepdims=True); np.add.reduce(x, axis=None); np.multiply.reduce(x, axis=1);
    np.maximum.reduce(x, axis=1); np.minimum.reduce(x); np.add.accumulate(x, axis=1); np.multiply.accumulate(x);
    np.maximum.accumulate(x, axis=1); np.minimum.accumulate(x); np.logaddexp.reduce(x, axis=1); np.hypot.reduce(x, axis=0);
    np.multiply.outer(x, x[0]); np.add.outer(x[0], x[1]); np.subtract.outer(x[0], x); np.power.outer(x[0] ** 2, 3.0);
    np.maximum.outer(x[0], x[1]); np.positive(x); np.permute_dims(x, (1, 0)); np.concat([x, x]); np.cov(x); np.cov(x[0]);
    np.cov(x[0], x[1]); np.cov(x, rowvar=False, bias=True); np.cov(x.T, ddof=0); np.corrcoef(x.T ** 2)[0]; np.polyint(x[0]);
    np.polyder(x[0], 2); np.polyder(x[1]); x[np.ix_([0, 1], [0, 2])]; np.clip(x, 0.0, None); x.clip(min=0.1);
    np.clip(x, a_min=-1.0, a_max=1.0); x.clip(-1.0); np.asarray(x, dtype=float) * 2; np.asarray(x, float);
    np.asanyarray(x) * 3; np.ascontiguousarray(x.T); np.array(x, float); np.array([x[0], x[1]], dtype=x.dtype);
    x * np.finfo(float).tiny + x * np.finfo(x.dtype).resolution; x * np.eye(2, 3, 1);
    np.full((2, 3), x[0, 0], dtype=float) * x; np.zeros_like(x, dtype=float) + x; np.squeeze(x[None]); x[:, None].squeeze();
    np.squeeze(x.sum(axis=1, keepdims=True)); np.squeeze(np.expand_dims(x, (0, 2))); x.sum(keepdims=True).squeeze();
    x[0, None, :].squeeze(); np.reshape(x, (1, 6, 1)).squeeze(); x * np.indices((2, 3))[1]; x * all([x[0, 0] > 0, True]);
    x * any((x[0, 0] > 9, x[0, 1] > 8, True)); np.ravel(x, order='F'); x.ravel('C'); x.flatten('F');
    np.reshape(x, (3, 2), order='F'); x.reshape(3, 2, order='F'); x.reshape((6,), order='C');
    np.delete(x, slice(0, 1), axis=1); x[slice(1), slice(None, None, -1)]; x[np.where(x > 0)]; x[np.where(x > 0)[0], 0];
    x if np.isscalar(x[0, 0]) else x * 2; np.ones_like(x) * x
"""


@pytest.mark.parametrize("expression", expressions(OF_A_MATRIX))
def test_of_a_matrix(expression):
    check(expression, MATRIX)


OF_THREE_DIMENSIONS = """
    np.median(x, axis=(0, 2)); np.quantile(x, [0.2, 0.7], axis=(0, -1), keepdims=True); np.sort(x, axis=1);
    np.trace(x, 0, 1, 2); x.trace(1, 0, 2); np.diagonal(x, 0, 1, 2); np.rot90(x, 1, (0, 2)); np.rollaxis(x, 2);
    np.rollaxis(x, 0, 3); np.dsplit(x, 2)[1]; np.take(x, [[0, 1], [1, 0]], axis=1); np.tensordot(x, x, ((0, 2), (0, 2)));
    np.einsum('...ij,kj->...ik', x, x[0]); np.einsum('ijk,ijk->j', x, x); np.repeat(x, 2, axis=1);
    np.pad(x, ((0, 0), (1, 1), (2, 0)), mode='symmetric'); np.roll(x, 3, axis=-1); np.var(x, axis=(0, 2));
    np.cumsum(x, axis=1); np.diff(x, axis=1); np.nanvar(x, axis=(0, 1)); np.average(x, axis=2, weights=[1.0, 2.0, 3.0, 4.0]);
    np.max(x, axis=(0, 2), keepdims=True); np.matrix_transpose(x)
"""


@pytest.mark.parametrize("expression", expressions(OF_THREE_DIMENSIONS))
def test_of_three_dimensions(expression):
    check(expression, CUBE)


OF_NUMBERS = """
    math.fsum([x, y, 2.0]); math.dist([x, y], [1.0, x * y]); math.hypot(x, y, 1.5); math.hypot(x, y, x * y, 2.0);
    math.hypot(x); math.modf(x)[0] * y; math.frexp(x)[0] * y; math.nextafter(x, 9.0) * y; pow(x, 3) * y; pow(x, y, None);
    operator.add(x, y); operator.iadd(x, y); operator.truediv(x, y); operator.pow(x, y); operator.neg(x) * y;
    operator.truth(x) * x * y; np.append(x, y); np.atleast_1d(x) * y; np.meshgrid(x, y)[0] * y; np.select([x > 1], [x], y);
    np.interp(x, [0.0, 5.0], [1.0, 3.0]) * y; np.polyval([x, y, 1.0], 2.0); np.repeat(x, 3) * y; np.modf(x)[0] * y;
    np.logaddexp(x, y); np.heaviside(x, 0.5) * x * y; sum([x, y], start=1.0); sum((x, y), 2.0); np.tile(x, 2) * y;
    np.average([x, y], weights=[1.0, 2.0]); np.median([x, y]); np.sort([x, y, 2.0]); np.full((2,), x) * y; np.diff([x, y]);
    np.cumsum([x, y]); np.einsum('i,j->ij', [x, 1.0], [y, x]); np.geomspace(x, y, 5); np.geomspace(-x, -y, 4);
    np.geomspace(x, y, 3, endpoint=False); np.logspace(x, y, 3)
"""


@pytest.mark.parametrize("expression", expressions(OF_NUMBERS))
def test_of_numbers(expression):
    check_numbers(expression, 2.3, 1.4)


def check_numbers(expression, *args):
    """As `check`, with the module operator at hand."""
    f = make_function(f"def f(x, y):\n    return np.sum(np.sin({expression}) * 2.0)\n", math=math, operator=operator)
    value, gradient = value_and_grad(f, (0, 1))(*args)
    assert value == f(*args)
    h = 1e-6
    for i, got in enumerate(gradient):
        up, down = ([a + s * h * (k == i) for k, a in enumerate(args)] for s in (1, -1))
        assert got == pytest.approx((f(*up) - f(*down)) / (2 * h), rel=1e-7, abs=1e-8)
        dot = tangent(f, i)(*args, 1.0)[1]
        assert dot == pytest.approx(got, rel=1e-12, abs=1e-14)


KEYED = """
    max(x, y, key=abs); max([x, -y], key=lambda v: v * v); min(x, y, 2.0, key=lambda v: -v) * y; max([], default=x) * y;
    max([x, y], default=0.0)
"""


@pytest.mark.parametrize("expression", expressions(KEYED))
def test_extremes_by_a_key(expression):
    for args in ((2.3, 1.4), (-2.3, 1.4), (0.3, -1.4)):
        check_numbers(expression, *args)
