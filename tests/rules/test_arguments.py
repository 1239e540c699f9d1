"""The arguments of functions beyond those that everybody writes; axes known only at run time; linear algebra with all its options."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

from sourcead import Refused, grad, tangent
from sourcead.backend import text
from sourcead.listing import status

from ..conftest import make_function
from .programs import check, programs


@pytest.fixture(autouse=True)
def unformatted(monkeypatch):
    """Two thirds of the time goes into formatting, which is tested elsewhere."""
    monkeypatch.setattr(text, "formatted", lambda source: source)


PROGRAMS = programs(
    """
    np.all(x>0, where=x>0)*s
    np.allclose(x,v, equal_nan=True)*s
    np.any(x>0, where=x>0)*s
    np.arange(3, dtype=float)*s
    np.array(x, copy=False)
    np.array(x, ndmin=2)
    np.array_equal(x,v, equal_nan=True)*s
    np.array_equal(x,v, True)*s
    np.asanyarray(x, None)
    np.asanyarray(x, copy=True)
    np.asanyarray(x, copy=False)
    np.asarray(x, None)
    np.asarray(x, copy=True)
    np.asarray(x, copy=False)
    np.ascontiguousarray(x, dtype=float)
    np.ascontiguousarray(x, float)
    np.asfortranarray(x, dtype=float)
    np.asfortranarray(x, float)
    np.average(x, returned=True)[0]
    np.broadcast_to(v,(2,3), True)
    np.concat([x,x], axis=None)
    np.concat([x,x], None)
    np.concat([x,x], axis=k)
    np.concat([x,x], k)
    np.concat([x,x], dtype=float)
    np.concatenate([x,x], axis=None)
    np.concatenate([x,x], None)
    np.concatenate([x,x], axis=k)
    np.concatenate([x,x], k)
    np.concatenate([x,x], dtype=float)
    np.copy(x, 'C')
    np.copy(x, None)
    np.corrcoef(x, dtype=float)
    np.cov(x, fweights=np.array([1,2,1]))
    np.cov(x, aweights=w)
    np.cov(x, dtype=float)
    np.cross(v,w, axisa=0)
    np.cross(v,w, 0)
    np.cross(v,w, axisb=0)
    np.cross(v,w, axisc=0)
    np.cross(v,w, axis=0)
    np.full_like(x,s, dtype=float)
    np.full_like(x,s, float)
    np.full_like(x,s, shape=(6,))
    np.geomspace(t,3.0, dtype=float)
    np.geomspace(t,3.0, axis=-1)
    np.hstack([x,x], dtype=float)
    np.indices((2,3), dtype=float)*s
    np.indices((2,3), float)*s
    np.indices((2,3), dtype=None)*s
    np.indices((2,3), None)*s
    np.linspace(s,t, retstep=True)[0]
    np.linspace(s,t, dtype=float)
    np.linspace(s,t, axis=-1)
    np.logspace(s,t, dtype=float)
    np.logspace(s,t, axis=-1)
    np.median(x, axis=k)
    np.median(x, k)
    np.nancumprod(x, dtype=float)
    np.nancumsum(x, dtype=float)
    np.nanmax(x, initial=0.7)
    np.nanmax(x, initial=s)
    np.nanmean(x, dtype=float)
    np.nanmean(x, where=x>0)
    np.nanmedian(x, axis=k)
    np.nanmedian(x, k)
    np.nanmin(x, initial=0.7)
    np.nanmin(x, initial=s)
    np.nanpercentile(x,30, axis=k)
    np.nanpercentile(x,30, k)
    np.nanprod(x, dtype=float)
    np.nanprod(x, initial=0.7)
    np.nanprod(x, initial=s)
    np.nanprod(x, where=x>0)
    np.nanquantile(x,0.3, axis=k)
    np.nanquantile(x,0.3, k)
    np.nanstd(x, dtype=float)
    np.nanstd(x, where=x>0)
    np.nanstd(x, mean=x.mean(keepdims=True))
    np.nanstd(x, correction=1)
    np.nansum(x, dtype=float)
    np.nansum(x, initial=0.7)
    np.nansum(x, initial=s)
    np.nansum(x, where=x>0)
    np.nanvar(x, dtype=float)
    np.nanvar(x, where=x>0)
    np.nanvar(x, mean=x.mean(keepdims=True))
    np.nanvar(x, correction=1)
    np.ones_like(x, shape=(6,))*s
    np.partition(x,1, axis=k)
    np.partition(x,1, k)
    np.percentile(x,30, axis=k)
    np.percentile(x,30, k)
    np.quantile(x,0.3, axis=k)
    np.quantile(x,0.3, k)
    np.reshape(x,(3,2), copy=True)
    np.reshape(x,(3,2), copy=False)
    np.size(x, axis=0)*s
    np.size(x, 0)*s
    np.size(x, axis=-1)*s
    np.size(x, -1)*s
    np.size(x, axis=(0,1))*s
    np.size(x, (0,1))*s
    np.sort(x, axis=k)
    np.sort(x, k)
    np.squeeze(x[None], None)
    np.stack([x,x], dtype=float)
    np.std(x, dtype=float)
    np.std(x, where=x>0)
    np.std(x, mean=x.mean(keepdims=True))
    np.trapezoid(x, axis=k)
    np.var(x, dtype=float)
    np.var(x, where=x>0)
    np.var(x, mean=x.mean(keepdims=True))
    np.vstack([x,x], dtype=float)
    np.zeros_like(x, shape=(6,))*s
    np.linalg.matrix_rank(x, rtol=1e-10)*s
    np.linalg.norm(x, axis=k)
    np.linalg.pinv(x, rtol=1e-10)
    np.linalg.qr(A, mode='complete')[0]
    np.linalg.qr(A, 'complete')[0]
    np.linalg.trace(A, dtype=float)
    np.linalg.vector_norm(x, axis=k)
    np.quantile(x, 0.3, axis=k)
    np.quantile(x, s, k)
    np.percentile(C, 30, axis=k, keepdims=True)
    np.linalg.norm(C, 1, axis=k)
    np.linalg.norm(x, None, k, True)
    np.trapezoid(x, dx=s, axis=k)
    np.nanmedian(C, axis=k, keepdims=True)
    np.sum(C, axis=k)
    np.mean(C, k, keepdims=True)
    np.max(C, axis=k)
    np.var(C, axis=k)
    np.cumsum(C, axis=k)
    np.sort(C, axis=k)
    np.flip(C, axis=k)
    np.roll(C, 1, axis=k)
    np.diff(C, axis=k)
    np.take(C, 1, axis=k)
    np.take(C,[0,1],axis=k)
    np.concatenate([C,C],axis=k)
    np.prod(C,axis=k)
    np.std(C,axis=k,keepdims=True)
    np.logaddexp.reduce(C,axis=k)
    np.swapaxes(C,k,0)
    np.moveaxis(C,k,0)
    np.expand_dims(C,k)
    np.repeat(C,2,axis=k)
    np.delete(C,0,axis=k)
    np.gradient(C,axis=k)
    np.cumprod(C,axis=k)
    np.nansum(C,axis=k)
    np.ptp(C,axis=k)
    np.average(C,axis=k)
    np.argmax(C,axis=k)*s
    np.any(C>0,axis=k)*s
    np.squeeze(C[:,:1],axis=k)
    C.sum(k)
    C.max(axis=k)
    np.take_along_axis(C, np.argmax(C,axis=k,keepdims=True), axis=k)
    np.unwrap(C*3,axis=k)
    np.insert(C,1,0.5,axis=k)
    np.subtract.reduce(C,axis=k)
    np.hypot.accumulate(q,axis=k)
    np.count_nonzero(C,axis=k)*s
    np.quantile(C,[0.2,0.7],axis=k)
    np.linalg.cross(A,B,axis=k)
    np.nanmean(C,axis=k)
    np.nanstd(C,axis=k)
    np.nanmax(C,axis=k)
    np.linalg.inv(A)
    np.linalg.inv(S)
    np.linalg.det(A)
    np.linalg.det(S)
    np.linalg.slogdet(A)[0]*s
    np.linalg.slogdet(A)[1]
    np.linalg.slogdet(S)[1]
    np.linalg.slogdet(S).logabsdet
    np.linalg.solve(A,v)
    np.linalg.solve(A,B)
    np.linalg.solve(S,A)
    np.linalg.solve(S,v)
    np.linalg.solve(A,S)
    np.linalg.lstsq(T,T[:,0]*t+1,rcond=None)[0]
    np.linalg.lstsq(T,T+1)[0]
    np.linalg.lstsq(T,np.arange(5.0))[1]
    np.linalg.lstsq(x,v[:2])[0]
    np.linalg.lstsq(T,np.arange(5.0))[3]
    np.linalg.lstsq(T,np.arange(5.0))[2]*s
    np.linalg.pinv(x)
    np.linalg.pinv(T)
    np.linalg.pinv(A)
    np.linalg.pinv(S)
    np.linalg.cholesky(A@A.T)
    np.linalg.cholesky(A@A.T,upper=True)
    np.linalg.cholesky(S@S.mT)
    np.linalg.qr(A)[0]
    np.linalg.qr(A)[1]
    np.linalg.qr(T)[0]
    np.linalg.qr(T)[1]
    np.linalg.qr(x)[0]
    np.linalg.qr(x)[1]
    np.linalg.qr(S)[1]
    np.linalg.qr(T,mode="r")
    np.linalg.qr(A).Q
    np.linalg.qr(A,"complete")[0]
    np.linalg.qr(x,"complete")[1]
    np.linalg.eigh(A+A.T)[0]
    np.linalg.eigh(A+A.T)[1]**2
    np.linalg.eigh(A+A.T,"U")[0]
    np.linalg.eigh(A,UPLO="U")[0]
    np.linalg.eigh(A,UPLO="L")[1]**2
    np.linalg.eigh(S)[0]
    np.linalg.eigh(A+A.T).eigenvalues
    np.linalg.eigvalsh(A)
    np.linalg.eigvalsh(A,"U")
    np.linalg.eigvalsh(S)
    np.linalg.svd(A)[1]
    np.linalg.svd(x)[1]
    np.linalg.svd(T,full_matrices=False)[0]**2
    np.linalg.svd(T,full_matrices=False)[2]**2
    np.linalg.svd(x,False)[0]**2
    np.linalg.svd(S,compute_uv=False)
    np.linalg.svdvals(x)
    np.linalg.svdvals(S)
    np.linalg.svd(A,hermitian=False).S
    np.linalg.svd(A+A.T,hermitian=True)[1]
    np.linalg.svd(A)[0]**2
    np.linalg.norm(v,0)*s
    np.linalg.norm(v,1)
    np.linalg.norm(v,2)
    np.linalg.norm(v,np.inf)
    np.linalg.norm(v,-np.inf)
    np.linalg.norm(v,3)
    np.linalg.norm(v,0.5)
    np.linalg.norm(x,"fro")
    np.linalg.norm(x,"nuc")
    np.linalg.norm(x,1)
    np.linalg.norm(x,-1)
    np.linalg.norm(x,2)
    np.linalg.norm(x,-2)
    np.linalg.norm(x,np.inf)
    np.linalg.norm(x,-np.inf)
    np.linalg.norm(C,axis=(0,1))
    np.linalg.norm(C,"nuc",(0,2))
    np.linalg.norm(C,2,(0,2),True)
    np.linalg.norm(C,axis=1,keepdims=True)
    np.linalg.norm(C)
    np.linalg.norm(x,2,axis=0)
    np.linalg.matrix_norm(x,ord=2)
    np.linalg.matrix_norm(S,ord="nuc",keepdims=True)
    np.linalg.vector_norm(C,axis=(0,1))
    np.linalg.vector_norm(C,ord=3,axis=-1,keepdims=True)
    np.linalg.matrix_power(A,3)
    np.linalg.matrix_power(A,-2)
    np.linalg.matrix_power(A,0)*s
    np.linalg.matrix_power(A,1)
    np.linalg.matrix_power(A,-1)
    np.linalg.matrix_power(S,2)
    np.linalg.multi_dot([A,B,v])
    np.linalg.multi_dot([v,A,B])
    np.linalg.multi_dot([A,B,A,B])
    np.linalg.multi_dot([A,B])
    np.linalg.tensorsolve(A,v)
    np.linalg.tensorsolve(np.eye(6).reshape(2,3,2,3)+C.sum()*0.1, x)
    np.linalg.tensorinv(np.eye(6).reshape(2,3,6)*t+0.1*s,ind=2)
    np.linalg.tensorinv(A,ind=1)
    np.linalg.tensorinv(np.eye(4).reshape(4,2,2)*t+0.1*s,ind=1)
    np.linalg.cond(A,-np.inf)
    np.linalg.cond(T)
    np.linalg.cond(T,-2)
    np.linalg.matrix_rank(A)*s
    np.linalg.matrix_rank(S)*s
    np.linalg.matrix_rank(A,tol=1e-3)*s
    np.linalg.outer(v,w)
    np.linalg.cross(v,w)
    np.linalg.cross(A,B,axis=0)
    np.linalg.trace(S,offset=1)
    np.linalg.diagonal(S,offset=1)
    np.linalg.matrix_transpose(S)
    np.linalg.vecdot(x,q)
    np.linalg.matmul(S,A)
    np.linalg.tensordot(S,A,axes=1)
    np.linalg.vecdot(A,B,axis=0)
    np.linalg.eigvalsh(S,UPLO="U")
    np.linalg.pinv(x,rcond=1e-10)
    np.linalg.pinv(x,hermitian=False)
    np.linalg.lstsq(T,T[:,:2]+T[:,1:]**2)[1]
    np.linalg.lstsq(T,T[:,0]**2)[1]
    np.linalg.lstsq(x,v[:2])[1]
    np.linalg.lstsq(x,v[:2])[3]
    np.linalg.lstsq(x,q[:,:2])[1]
    np.sum(np.linalg.lstsq(T,T[:,0]**2)[0])+np.linalg.lstsq(T,T[:,0]**2)[1]
    np.linalg.svd(A+A.T,hermitian=True)[0]**2
    np.linalg.svd(A+A.T,hermitian=True)[2]**2
    np.linalg.svd(A+A.T,compute_uv=False,hermitian=True)
    np.linalg.qr(x,mode="complete")[1]
    np.linalg.lstsq(A,v)[1]
    np.arange(s, t*3, 0.5)
    np.arange(0.0, 3.0, s)
    np.arange(t*2)*s
    np.arange(s, 5, t)
    np.arange(s, 4)
    np.pad(v, 1, constant_values=(s,t))
    np.pad(x, ((1,1),(2,0)), constant_values=((s,t),(t,1.0)))
    np.pad(x, 1, "constant", constant_values=s)
    np.pad(v,1,constant_values=(1,2))
    """
)


@pytest.mark.parametrize("program", PROGRAMS)
def test_program(program):
    check(program)


# What a reduction takes besides its array: one that has one of these takes it in all forms, or says why not.
AXES = ("0", "-1", "(0, 1)", "None", "k")


def reductions():
    for name, what in status("numpy").items():
        function = getattr(np, name)
        try:
            named = inspect.signature(function).parameters
        except (TypeError, ValueError):
            continue
        if isinstance(function, np.ufunc):
            continue
        if what == "derivative" and {"axis", "keepdims"} <= named.keys() and name not in ("average", "quantile", "percentile"):
            if name not in ("nanquantile", "nanpercentile"):
                yield name


@pytest.mark.parametrize("name", list(reductions()))
@pytest.mark.parametrize("axis", AXES)
def test_axes_of_reductions(name, axis):
    check(f"np.{name}(C, axis={axis})", second=False)
    check(f"np.{name}(C, {axis}, keepdims=True)", second=False)


REFUSED = {
    "np.var(x, dtype=np.float16)": "lower precision",
    "np.linalg.qr(x, mode='raw')[0]": "kind of value",
    "np.linalg.pinv(x, hermitian=True)": "hermitian",
    "np.gradient(x[0], x[1])": "'spacing'",
    "np.zeros((2, 3), order='F') * x": "order=",
    "np.unique(x, axis=0)": "along an axis",
    "np.histogram(x, bins='auto')[0]": "chosen by a rule",
    "np.polyfit(x[0], x[1], 1, full=True)[0]": "full=True",
    "np.average(x, axis=n, weights=x[0])": "only at run time",
}


@pytest.mark.parametrize("call", REFUSED)
def test_refused(call):
    f = make_function(f"def f(x, n):\n    return np.sum({call})\n")
    with pytest.raises(Refused, match=REFUSED[call]):
        grad(f)(np.array([[2.0, 3.0, 2.0], [1.0, 0.5, 4.0]]), 1)


def test_the_complete_decomposition_of_a_high_matrix_is_refused_when_it_runs():
    f = make_function("def f(x):\n    return np.sum(np.linalg.qr(x, 'complete')[0])\n")
    with pytest.raises(ValueError, match="more rows than columns"):
        tangent(f)(np.ones((3, 2)), np.ones((3, 2)))
