"""Functions of math, of the module operator and of Python itself, on numbers, sequences and arrays."""

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
    math.dist([s,t],[t,1.0])
    math.dist(v,w)
    math.dist((s,),(t,))
    math.hypot()
    math.hypot(s)
    math.hypot(s,t)
    math.hypot(s,t,s)
    math.hypot(*[s]*9)
    math.hypot(s,t,s,t,s,t,s,t,s,t)
    math.prod([s,t])
    math.prod(v)
    math.prod([s,t],start=t)
    math.prod(z*z for z in v)
    math.prod([z+s for z in range(3)])
    math.prod((),start=s)
    math.fsum(v)
    math.fsum([s,t])
    math.fsum(z*z for z in v)
    math.fsum([z*s for z in range(3)])
    math.gamma(t)
    math.lgamma(t)
    math.lgamma(-s)
    math.gamma(-s)
    math.erf(s)
    math.erfc(s)
    math.cbrt(s)
    math.cbrt(-s)
    math.exp2(s)
    math.log1p(s)
    math.expm1(s)
    math.copysign(s,-t)
    math.copysign(-s,t)
    math.ldexp(s,3)
    math.ldexp(s, k)
    math.frexp(t)[0]
    math.frexp(t)[1]*s
    math.modf(t*3)[0]
    math.modf(t*3)[1]*s
    math.nextafter(s,t)
    math.ulp(s)*t
    math.isclose(s,t)*s
    math.isclose(s,t,rel_tol=0.5,abs_tol=1.0)*s
    math.perm(5,2)*s
    math.perm(5)*s
    math.comb(5,2)*s
    math.factorial(4)*s
    math.gcd(12,18)*s
    math.gcd(12,18,4)*s
    math.gcd()*s
    math.lcm(4,6,10)*s
    math.isqrt(17)*s
    math.floor(t)*s
    math.ceil(t)*s
    math.trunc(t)*s
    math.fmod(t,s)
    math.remainder(t,s)
    math.log(t)
    math.log(t,2)
    math.log(t,s)
    math.log2(t)
    math.log10(t)
    math.degrees(s)
    math.radians(s)
    math.pow(t,s)
    math.sqrt(t)
    math.isfinite(s)*t
    math.fabs(-s)
    math.atan2(s,t)
    math.acosh(t)
    math.atanh(s)
    math.asinh(s)
    operator.itemgetter(1)(v)
    operator.itemgetter(0,2)([s,t,1.0])[1]
    operator.itemgetter(1,0)(v)[1]
    operator.attrgetter("T")(x)
    operator.methodcaller("sum",axis=0)(x)
    operator.methodcaller("sum")(x)
    operator.matmul(A,v)
    operator.imatmul(A.copy(),B)
    operator.ipow(s,t)
    operator.pow(t,s)
    operator.mod(t,s)
    operator.floordiv(t,s)*s
    operator.truediv(t,s)
    operator.iadd(s,t)
    operator.isub(s,t)
    operator.contains([1,2],2)*s
    operator.countOf([1,2,2],2)*s
    operator.concat([s],[t])[1]
    operator.getitem(v,1)
    operator.getitem([s,t],1)
    operator.index(3)*s
    operator.inv(3)*s
    operator.not_(s)*s
    operator.truth(s)*t
    operator.is_(None,None)*s
    operator.lt(s,t)*s
    operator.eq(s,t)*s
    operator.and_(True,s>0)*s
    operator.or_(1,2)*s
    operator.xor(1,2)*s
    operator.lshift(1,2)*s
    operator.iand(3,1)*s
    operator.ior(3,1)*s
    operator.ixor(3,1)*s
    operator.ilshift(1,2)*s
    operator.irshift(4,1)*s
    operator.iconcat([s],[t])[1]
    operator.length_hint([s,t])*s
    operator.neg(s)
    operator.pos(s)
    operator.abs(-s)
    operator.call(math.sin,s)
    sum([s,t])
    sum((s,t),1.0)
    sum([s,t],start=s)
    sum(v)
    sum(x)
    sum(z*z for z in v)
    sum([v,w])
    sum([v,w],start=s)
    sum(x, start=v)
    sum([z for z in v if z>0])
    sum(map(abs, v))
    sum(z*y for z,y in zip(v,w))
    sum(range(3))*s
    max(s,t)
    max([s,t])
    max(v)
    max(s,t,key=lambda z:-z)
    max([s,t],key=lambda z:-z)
    max([],default=s)
    max((z*z for z in v))
    max(v, key=abs)
    min(v)
    min(x[0],key=lambda z:z*z)
    min(s,t,1.0)
    min([s,t],default=2.0)
    pow(t,s)
    pow(t,2)
    pow(base=t,exp=s)
    divmod(t,s)[1]
    divmod(t,s)[0]*s
    divmod(v,1.1)[1]
    round(s)*t
    round(s,2)*t
    round(number=s,ndigits=1)*t
    abs(-s)
    abs(x)
    np.array(sorted([t,s]))
    np.array(sorted(v))
    np.array(sorted([s,t],reverse=True))
    np.array(list(reversed([s,t])))
    np.array(list(reversed(v)))
    np.array([a*b for a,b in zip(v,w)])
    np.array([a*b for a,b in zip(v,w,strict=True)])
    np.array([i*b for i,b in enumerate(v,1)])
    np.array([i*b for i,b in enumerate(v,start=2)])
    np.array(list(map(lambda a:a*a,v)))
    np.array(list(map(lambda a,b:a*b,v,w)))
    np.array(list(filter(lambda a:a>0,v)))
    all([s>0,t>0])*s
    all(v>0)*s
    any(v>1)*s
    any(z>1 for z in v)*s
    all(z>1 for z in [s,t])*t
    float(s)*2
    int(t)*s
    bool(s)*t
    len(v)*s
    np.array(list(v))
    isinstance(s,float)*s
    float("2.5")*s
    int("3")*s
    list(range(3))[1]*s
    dict(a=s,b=t)["b"]
    dict([("a",s)])["a"]
    slice(1,3) and s
    v[slice(1,3)]
    max(map(abs,v))
    min(abs(z) for z in v)
    sum(sorted(v)[:2])
    np.array(sorted([s,t,1.0])[::-1])
    getattr(x,"T")
    getattr(x,"sum")(axis=0)
    abs(True)*s
    functools.reduce(operator.mul,[s,t,2.0])
    np.array(list(map(operator.itemgetter(0),[(s,t),(t,s)])))
    """
)


@pytest.mark.parametrize("program", PROGRAMS)
def test_program(program):
    check(program)
