namespace NeuralNet.Explainability;

/// <summary>The fit of the linear model of <see cref="Lime"/>: least squares with a penalty on the coefficients.</summary>
public abstract class LocalRegression
{
    private protected LocalRegression()
    {
    }

    /// <summary>
    /// Creates a ridge regression, which minimizes Σ w·(y − ŷ)² + penalty·Σ βᵢ²: all features keep coefficients, a little smaller.
    /// </summary>
    /// <param name="penalty">
    /// The penalty, 1 by default. A penalty that rounding would cancel is raised to 10⁻¹² of the maximum Σ w·x², with more than 128
    /// features to 10⁻⁵.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The penalty is not positive.</exception>
    public static LocalRegression Ridge(double penalty = 1) => new RidgeRegression(RequirePositive(penalty));

    /// <summary>
    /// Creates a lasso regression, which minimizes Σ w·(y − ŷ)²/(2·Σ w) + penalty·Σ |βᵢ|: coefficients of little effect are exactly 0.
    /// </summary>
    /// <param name="penalty">The penalty, 0.01 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The penalty is not positive.</exception>
    public static LocalRegression Lasso(double penalty = 0.01) => new LassoRegression(RequirePositive(penalty));

    /// <summary>
    /// Returns whether sums over a number of rows may be rounded to single precision with coefficients still exact to 10⁻⁵.
    /// </summary>
    internal abstract bool IsSafeInSinglePrecision(int rows);

    /// <summary>Computes the coefficients.</summary>
    internal abstract double[] Solve(NormalEquations equations, CancellationToken cancellationToken);

    private static double RequirePositive(double penalty) => penalty > 0 && double.IsFinite(penalty)
        ? penalty
        : throw new ArgumentOutOfRangeException(nameof(penalty), penalty, "'penalty' must be a positive number.");
}
