"""What of SciPy has no rule, and why: the sentence a user reads who calls one.

A name of the modules in table.OPTIONAL that is in no row, definition or maker must be here: tests/rules/test_scipy_coverage.py
walks them. The sentences of a module are read with its rules.
"""

from __future__ import annotations

import importlib
from typing import Any

from .table import OPTIONAL, TABLE

COMPLEX = "complex numbers are not supported here"
WHOLE = "it depends on whole numbers alone: compute it outside and pass it in"
NO_FORM = "its derivative has no closed form that is known here"
SEVERAL = "it gives a table for several orders at once: use the function of one order"
NOT_UNIQUE = "what it gives is not determined by the matrix, and has no derivative"
PARTS = "a derivative is not known here; write it with functions that have rules, such as eigh, svd or solve"
TYPES = "it is a setting, a test, or about types"
DESIGN = "it designs or describes a filter: compute the coefficients outside and pass them in"
SPECTRUM = "it works with complex spectra, which are not supported here"
COUNTS = "how many elements it gives depends on the values"
CALLS = "it calls a function adaptively, which derivatives do not follow: write a rule with fixed points or steps as a loop"
SOLVER = "it chooses its steps by the values: write the stepper as a loop (Runge-Kutta in ten lines), and differentiate that"
ORDER = "it is of order and labels; it has no rule here: use np.sort, np.max, or masks"
PLACES = "a derivative in the places is not known here: write the interpolation with np.floor and indices"
SURFACE = "surfaces and scattered points are not supported here"
OUTSIDE = "evaluate an interpolant made outside, or use CubicSpline, PchipInterpolator or make_interp_spline"

REFUSED: dict[str, dict[str, str]] = {
    "scipy.special": {
        COMPLEX: """
            hankel1 hankel1e hankel2 hankel2e h1vp h2vp kelvin wofz lambertw modfresnelm modfresnelp sph_harm sph_harm_y
            sph_harm_y_all
        """,
        WHOLE: """
            ai_zeros bei_zeros beip_zeros ber_zeros berp_zeros bi_zeros bernoulli c_roots cg_roots chebyc chebys chebyt chebyu erf_zeros
            euler factorial2 factorialk fresnel_zeros fresnelc_zeros fresnels_zeros gegenbauer genlaguerre h_roots he_roots hermite
            hermitenorm j_roots jacobi jn_zeros jnjnp_zeros jnp_zeros jnyn_zeros js_roots kei_zeros keip_zeros kelvin_zeros ker_zeros
            kerp_zeros l_roots la_roots laguerre legendre mathieu_even_coef mathieu_odd_coef p_roots ps_roots roots_chebyc roots_chebys
            roots_chebyt roots_chebyu roots_gegenbauer roots_genlaguerre roots_hermite roots_hermitenorm roots_jacobi roots_laguerre
            roots_legendre roots_sh_chebyt roots_sh_chebyu roots_sh_jacobi roots_sh_legendre s_roots sh_chebyt sh_chebyu sh_jacobi
            sh_legendre stirling2 t_roots ts_roots u_roots us_roots y0_zeros y1_zeros y1p_zeros yn_zeros ynp_zeros
        """,
        SEVERAL: """
            assoc_legendre_p assoc_legendre_p_all clpmn legendre_p legendre_p_all lmbda lpmn lpn lqmn lqn obl_cv_seq pbdn_seq pbdv_seq
            pbvv_seq pro_cv_seq riccati_jn riccati_yn sph_legendre_p sph_legendre_p_all
        """,
        NO_FORM: """
            bdtr bdtrc bdtri bdtrik bdtrin besselpoly btdtr btdtri chndtr chndtridf chndtrinc chndtrix ellip_harm ellip_harm_2
            ellip_normal elliprg elliprj fdtridfd kolmogi kolmogorov mathieu_a mathieu_b mathieu_cem mathieu_modcem1 mathieu_modcem2
            mathieu_modsem1 mathieu_modsem2 mathieu_sem nbdtrik nbdtrin ncfdtr ncfdtri ncfdtridfd ncfdtridfn ncfdtrinc nctdtr nctdtridf
            nctdtrinc nctdtrit obl_ang1 obl_ang1_cv obl_cv obl_rad1 obl_rad1_cv obl_rad2 obl_rad2_cv pro_ang1 pro_ang1_cv pro_cv
            pro_rad1 pro_rad1_cv pro_rad2 pro_rad2_cv smirnov smirnovi stdtridf tklmbda zetac airye itairy diric
        """,
        TYPES: "errstate geterr seterr test",
    },
    "scipy.linalg": {
        COMPLEX: "cdf2rdf cossin dft eig eigvals qz ordqz rsf2csf schur",
        NOT_UNIQUE: "null_space orth qr_delete qr_insert qr_multiply qr_update hessenberg",
        PARTS: """
            cho_solve_banded cholesky_banded convolution_matrix diagsvd eig_banded eigh_tridiagonal eigvals_banded
            eigvalsh_tridiagonal expm_cond expm_frechet fiedler_companion fractional_matrix_power funm ldl matmul_toeplitz
            matrix_balance orthogonal_procrustes polar rq signm solve_circulant solve_continuous_are solve_discrete_are solve_toeplitz
            subspace_angles tanhm tanm kron
        """,
        TYPES: "clarkson_woodruff_transform find_best_blas_type get_blas_funcs get_lapack_funcs test",
    },
    "scipy.signal": {
        DESIGN: """
            StateSpace TransferFunction ZerosPolesGain abcd_normalize band_stop_obj bessel besselap bilinear bilinear_zpk bode buttap
            butter buttord cheb1ap cheb1ord cheb2ap cheb2ord cheby1 cheby2 check_COLA check_NOLA closest_STFT_dual_window cont2discrete
            dbode dfreqresp dimpulse dlsim dlti dstep ellip ellipap ellipord findfreqs firls firwin firwin2 firwin_2d freqresp freqs
            freqs_zpk freqz freqz_sos freqz_zpk gammatone get_window group_delay iircomb iirdesign iirfilter iirnotch iirpeak impulse
            invres invresz kaiser_atten kaiser_beta kaiserord lfilter_zi lfiltic lp2bp lp2bp_zpk lp2bs lp2bs_zpk lp2hp lp2hp_zpk lp2lp
            lp2lp_zpk lsim lti max_len_seq minimum_phase normalize place_poles remez residue residuez savgol_coeffs sos2tf sos2zpk
            sosfilt_zi sosfreqz ss2tf ss2zpk step tf2sos tf2ss tf2zpk unique_roots unit_impulse zpk2sos zpk2ss zpk2tf correlation_lags
            choose_conv_method czt_points
        """,
        SPECTRUM: """
            CZT ShortTimeFFT ZoomFFT coherence csd czt envelope hilbert hilbert2 istft lombscargle periodogram resample
            spectrogram stft vectorstrength welch zoom_fft
        """,
        COUNTS: "argrelextrema argrelmax argrelmin find_peaks find_peaks_cwt peak_prominences peak_widths",
        ORDER: "medfilt medfilt2d order_filter wiener",
        "filter with scipy.signal.lfilter, section by section, or forwards and backwards by np.flip": """
            sosfilt sosfiltfilt filtfilt decimate deconvolve upfirdn resample_poly symiirorder1 symiirorder2
        """,
        "solve its linear system with scipy.linalg.solveh_banded": "whittaker_henderson",
        "use scipy.signal.convolve or correlate": "correlate2d sepfir2d",
        "use scipy.interpolate": "cspline1d cspline1d_eval cspline2d gauss_spline qspline1d qspline1d_eval qspline2d spline_filter",
        "write it with np.sin and its like": "chirp gausspulse sawtooth square sweep_poly",
        TYPES: "test",
    },
    "scipy.integrate": {
        CALLS: "complex_ode cubature dblquad fixed_quad nquad nsum qmc_quad quad quad_vec tanhsinh tplquad",
        SOLVER: "BDF DOP853 DenseOutput LSODA OdeSolution OdeSolver RK23 RK45 Radau ode odeint solve_bvp solve_ivp",
        WHOLE: "lebedev_rule newton_cotes",
        "use simpson, trapezoid or cumulative_trapezoid": "cumulative_simpson romb",
        TYPES: "test",
    },
    "scipy.ndimage": {
        ORDER: """
            binary_closing binary_dilation binary_erosion binary_fill_holes binary_hit_or_miss binary_opening binary_propagation
            black_tophat center_of_mass distance_transform_bf distance_transform_cdt distance_transform_edt extrema find_objects
            generate_binary_structure grey_closing grey_dilation grey_erosion grey_opening histogram iterate_structure label
            labeled_comprehension maximum maximum_filter maximum_filter1d maximum_position mean median median_filter minimum minimum_filter
            minimum_filter1d minimum_position morphological_gradient morphological_laplace percentile_filter rank_filter
            standard_deviation sum sum_labels value_indices variance watershed_ift white_tophat
        """,
        PLACES: "affine_transform geometric_transform map_coordinates rotate shift spline_filter spline_filter1d zoom",
        SPECTRUM: "fourier_ellipsoid fourier_gaussian fourier_shift fourier_uniform",
        "it calls a function on each part: write the filter with convolve or correlate": """
            generic_filter generic_filter1d generic_gradient_magnitude generic_laplace vectorized_filter
        """,
        TYPES: "test",
    },
    "scipy.interpolate": {
        OUTSIDE: """
            AAA Akima1DInterpolator BPoly BSpline BarycentricInterpolator FloaterHormannInterpolator InterpolatedUnivariateSpline
            KroghInterpolator LSQUnivariateSpline PPoly UnivariateSpline approximate_taylor_polynomial barycentric_interpolate
            generate_knots insert krogh_interpolate lagrange make_lsq_spline make_smoothing_spline make_splprep make_splrep pade
            pchip_interpolate spalde splantider splder splev splint splprep splrep sproot
        """,
        SURFACE: """
            BivariateSpline CloughTocher2DInterpolator LSQBivariateSpline LSQSphereBivariateSpline LinearNDInterpolator NdBSpline NdPPoly
            NearestNDInterpolator RBFInterpolator Rbf RectBivariateSpline RectSphereBivariateSpline RegularGridInterpolator
            SmoothBivariateSpline SmoothSphereBivariateSpline bisplev bisplrep griddata interp2d interpn
        """,
        TYPES: "test",
    },
    "scipy.optimize": {
        "a solver is not differentiated step by step: pass the gradient made here to it, and outside, differentiate its solution"
        " by the implicit function theorem": """
            anderson approx_fprime basinhopping bisect bracket brent brenth brentq broyden1 broyden2 brute check_grad curve_fit
            diagbroyden differential_evolution direct dual_annealing elementwise excitingmixing fixed_point fmin fmin_bfgs fmin_cg
            fmin_cobyla fmin_l_bfgs_b fmin_ncg fmin_powell fmin_slsqp fmin_tnc fminbound fsolve golden isotonic_regression least_squares
            leastsq line_search linear_sum_assignment linearmixing linprog linprog_verbose_callback lsq_linear milp minimize
            minimize_scalar newton newton_krylov nnls quadratic_assignment ridder root root_scalar shgo toms748 bracket_root
        """,
        "write it as a function of NumPy": "rosen rosen_der rosen_hess rosen_hess_prod",
        TYPES: """
            BFGS BroydenFirst Bounds HessianUpdateStrategy InverseJacobian KrylovJacobian LbfgsInvHessProduct LinearConstraint
            NonlinearConstraint OptimizeResult RootResults SR1 show_options test
        """,
    },
    "scipy.stats": {
        "it has no derivative rules yet": """
            alpha anglit argus bradford burr burr12 cosine crystalball dgamma double_weibull dpareto_lognorm dweibull erlang exponnorm
            exponpow exponweib fatiguelife foldcauchy foldnorm gausshyper genexpon genextreme gengamma genhalflogistic genhyperbolic
            geninvgauss genlogistic gennorm genpareto gibrat halfgennorm irwinhall jf_skew_t johnsonsb johnsonsu kappa3 kappa4 ksone
            kstwo kstwobign landau laplace_asymmetric levy_l levy_stable loggamma loglaplace mielke ncf nct ncx2 norminvgauss pearson3
            powerlognorm powernorm rdist recipinvgauss reciprocal rel_breitwigner rice skewcauchy studentized_range trapezoid trapz
            triang truncexpon truncpareto truncweibull_min tukeylambda vonmises_line wald wrapcauchy betabinom
            betanbinom boltzmann dlaplace hypergeom logser nchypergeom_fisher nchypergeom_wallenius nhypergeom planck
            poisson_binom randint skellam yulesimon zipf zipfian
        """,
        "it has no derivative rules yet; write the density with np.linalg and scipy.special": """
            dirichlet_multinomial invwishart matrix_normal matrix_t multinomial multivariate_hypergeom normal_inverse_gamma random_table
            vonmises_fisher wishart
        """,
        "use the distributions norm, gamma, binom and their like": """
            Binomial Logistic Mixture Normal Uniform gaussian_kde rv_continuous rv_discrete rv_histogram
        """,
    },
}


def refused(library: str) -> dict[str, str]:
    """The reason for each name of this module that the installed SciPy has."""
    module = importlib.import_module(library)
    return {name: reason for reason, names in REFUSED[library].items() for name in names.split() if hasattr(module, name)}


def fill(library: str) -> None:
    module: Any = importlib.import_module(library)
    for name, reason in refused(library).items():
        value = getattr(module, name)
        if TABLE.find(value) is None and TABLE.definition(value) is None:
            TABLE.refuse(value, reason)


assert REFUSED.keys() == OPTIONAL.keys()
