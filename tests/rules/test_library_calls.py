"""Functions of NumPy with all their arguments: interpolation, quantiles, histograms, polynomials, sets, functions of functions."""

from __future__ import annotations

import pytest

from sourcead.backend import text

from .programs import check, programs


@pytest.fixture(autouse=True)
def unformatted(monkeypatch):
    """Two thirds of the time goes into formatting, which is tested elsewhere."""
    monkeypatch.setattr(text, "formatted", lambda source: source)


PROGRAMS = programs(
    """
    np.linalg.tensordot(x, A, axes=([1],[0]))
    np.linalg.tensordot(x, x)
    np.linalg.vecdot(x, q, axis=0)
    np.vecdot(x, q, axis=-1)
    np.matvec(A, v)
    np.vecmat(v, A)
    np.matvec(S, v)
    np.vecmat(v, S)
    np.interp(s, w*0+np.array([0.1,0.5,0.9]), v)
    np.interp(s, np.cumsum(np.abs(v)), w)
    np.interp(p, np.cumsum(w), v)
    np.interp(p, np.cumsum(w), v, left=s, right=t)
    np.interp(p, np.cumsum(w), v, period=t*3)
    np.quantile(p, s)
    np.quantile(x, s, axis=1)
    np.percentile(p, 100*s)
    np.quantile(p, np.array([0.2, 1])*s)
    np.quantile(p, 0.3, method="inverted_cdf")
    np.quantile(p, 0.3, method="averaged_inverted_cdf")
    np.quantile(p, 0.3, method="closest_observation")
    np.quantile(p, s, method="hazen")
    np.quantile(p, s, method="weibull")
    np.quantile(p, s, method="lower")
    np.quantile(p, s, method="midpoint")
    np.quantile(p,s,method="median_unbiased")
    np.quantile(C, 0.3, axis=(0,2), keepdims=True)
    np.quantile(C, [0.3, 0.6], (0,2))
    np.nanquantile(x, s, axis=0)
    np.nanpercentile(x, 40, 1)
    np.median(x, 1)
    np.median(x, axis=(0,1), keepdims=True)
    np.nanmedian(x, 0)
    np.median(x, None, None, False, True)
    np.percentile(x, 30, 0, None, False, "linear", True)
    np.linalg.cond(A)
    np.linalg.cond(A, 1)
    np.linalg.cond(A, -1)
    np.linalg.cond(A, 2)
    np.linalg.cond(A, -2)
    np.linalg.cond(A,np.inf)
    np.linalg.cond(A,-np.inf)
    np.linalg.cond(A,"fro")
    np.linalg.cond(A,"nuc")
    np.linalg.cond(S,1)
    np.linalg.cond(S)
    np.linalg.cond(S,-np.inf)
    np.gradient(p)
    np.gradient(p, s)
    np.gradient(x, s, t)[0]
    np.gradient(x, s, axis=1)
    np.gradient(x, edge_order=1)[1]
    np.gradient(p, s, edge_order=2)
    np.unwrap(p*4)
    np.unwrap(x*4, axis=0)
    np.unwrap(p*4, discont=4.0)
    np.unwrap(p*4, period=3.0)
    np.piecewise(x, [x<0, x>=0], [lambda z: z*z, lambda z: np.sin(z)])
    np.piecewise(x, [x<0], [-1.0, 2.0])
    np.piecewise(x, [x<0, x>1], [lambda z: -z, lambda z: z*z, 0.5])
    np.piecewise(x, [x<0, x>=0], [lambda z, a: a*z*z, lambda z, a: np.sin(z)], s)
    np.select([x<0, x>1], [x*x, x*3])
    np.select([x<0], [x], default=s)
    np.select(condlist=[x<0,x>1], choicelist=[x, 2.0], default=1.0)
    np.select([x<0, x>1], [s, t*x])
    np.choose(i, [v, w, v*w])
    np.choose(i, [v,w], mode="clip")
    np.choose(i, A, mode="wrap")
    i.choose([v,w,v])
    np.choose(i, (v, w, s))
    np.choose([0,1,0],[v,w])
    np.choose(i, [v,w], mode="wrap")
    np.apply_along_axis(np.sum, 0, x)
    np.apply_along_axis(lambda r: r*r, 1, x)
    np.apply_along_axis(lambda r: r[0]*r[1], 1, x)
    np.apply_along_axis(np.cumsum, axis=0, arr=x)
    np.apply_along_axis(np.linalg.norm, 1, C)
    np.apply_along_axis(lambda r, a: r*a, 1, x, s)
    np.apply_along_axis(lambda r: r[:2], -1, x)
    np.apply_over_axes(np.sum, C, [0,2])
    np.apply_over_axes(np.sum, C, 1)
    np.apply_over_axes(np.mean, x, (0,1))
    np.vectorize(lambda a: a*a)(x)
    np.vectorize(lambda a, b: a*b if a>0 else b)(x, v)
    np.vectorize(math.sin)(x)
    np.vectorize(lambda a: a*s)(v)
    np.fromiter((z*z for z in v), float)
    np.fromiter([s,t,s*t], float, 3)
    np.fromiter([s,t], dtype=np.float64)
    np.fromiter((s*z for z in range(4)), float, count=4)
    np.fromfunction(lambda a, b: a*s+b, (3,4))
    np.fromfunction(lambda a: a*s, (3,), dtype=float)
    np.fromfunction(lambda a, b: np.sin(a*s)+b, (3,4), dtype=int)
    np.block([[A, B],[v, w]])
    np.block([s, t])
    np.block([[A, v[:,None]],[w[None], np.ones((1,1))]])
    np.block(x)
    np.r_[v, w]
    np.r_[s, t, v]
    np.c_[v, w]
    np.r_[v, 0, 0, w]
    np.r_[0:3, v]
    np.c_[x, x*x]
    np.r_[x, x]
    np.c_[v, x.T]
    v[np.s_[1:3]]
    v[np.index_exp[1:]]
    np.bincount(i, weights=v)
    np.bincount(i, v, 6)
    np.bincount(i, minlength=5)*s
    v*np.digitize(v, [-1.0, 0.0, 1.0])
    v*np.searchsorted([-1.,0.,1.],v)
    np.histogram(v, bins=3)[0]*v
    np.histogram(v, bins=[-2.,0.,3.], weights=w)[0]
    np.histogram(v, 3, (-2.,3.), weights=w)[0]
    np.histogram(v, bins=3)[1]
    np.histogram(v, bins=3, range=(-2.,3.), density=True)[0]*v
    np.histogram_bin_edges(v, 4)
    np.polyfit(np.arange(4.0), p, 1)
    np.polyfit(p, np.array([1.,2.,3.,2.]), 2)
    np.polyfit(p, p*p, 1, w=np.array([1.,2.,1.,1.]))
    np.polyval(p, s)
    np.polyval(p, v)
    np.polyder(p, 2)
    np.polyint(p, 2)
    np.polyint(p, 1, s)
    np.polyadd(v, p)
    np.polysub(p, v)
    np.polymul(p, v)
    np.polydiv(p, v)[0]
    np.polydiv(p, v)[1]
    np.poly(v)
    np.polyint(p, k=[1.,2.], m=2)
    np.i0(x)
    np.i0(s)
    np.kaiser(4, s)*t
    np.trim_zeros(v)
    x.compress([True,False,True],axis=1)
    np.compress([True,False,True],x,axis=1)
    np.extract(x>0, x)
    np.nan_to_num(x, nan=s)
    np.pad(v, 1, constant_values=s)
    np.pad(v, 1, constant_values=(s,t))
    np.unique(v)
    np.ptp(x, axis=0)
    np.ptp(x, 1, None, True)
    np.resize(v, (2,4))
    np.insert(v, 1, s)
    np.insert(v,[1,2],[s,t])
    np.insert(x,1,v[:2],axis=1)
    np.delete(v, 1)
    np.delete(v,[0,2])
    np.delete(x, 1, axis=1)
    np.delete(v, np.array([True,False,False]))
    np.flatnonzero(v>0)*s
    np.argwhere(x>0)*s
    np.nonzero(v)[0]*s
    np.lexsort((v,w))*s
    np.isreal(x)*s
    np.real_if_close(x)
    np.conj(x)
    np.unique(np.array([2.0,1.0,2.0])*s)
    np.unique(x, return_counts=True)[1]*s
    np.unique(x, True)[0]
    np.unique(x, return_inverse=True)[1]*s
    np.union1d(v,w)
    np.intersect1d(v, np.concatenate([v[:2],w]))
    np.setdiff1d(p, p[1:3]*1.0)
    np.setxor1d(v, np.concatenate([v[:2],w]))
    np.trim_zeros(np.concatenate([[0.0],v,[0.0,0.0]]))
    np.trim_zeros(np.concatenate([[0.0],v,[0.0,0.0]]),'f')
    np.polydiv(p,v[:2])[0]
    np.polydiv(p,w)[1]
    v[(slice(0,2),)]
    x[(slice(0,2),)]*s
    np.sum(np.unique(x, return_counts=True)[1])*s
    np.vectorize(lambda a: a*2.0)(s)
    g=np.vectorize(lambda a: a*a)~g(x)+g(v)
    np.pad(x, ((1,1),(2,0)), constant_values=((s,t),(t,1.0)))
    np.pad(x, 1, "constant", constant_values=s)
    np.pad(v,1,constant_values=(1,2))
    """
)


@pytest.mark.parametrize("program", PROGRAMS)
def test_program(program):
    check(program)
