namespace NeuralNet.Explainability;

/// <summary>How <see cref="Lime"/> fits its linear model: what is made small besides the weighted squares of the errors.</summary>
public abstract class LocalRegression
{
    private protected LocalRegression()
    {
    }

    /// <summary>Σ w·(y − ŷ)² + penalty·Σ βᵢ²: keeps all features and shrinks them a little.</summary>
    /// <param name="penalty">
    /// 1 by default. One that rounding would swallow is raised to 10⁻¹² of the greatest Σ w·x², with more than 128 features to 10⁻⁵.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The penalty is not positive.</exception>
    public static LocalRegression Ridge(double penalty = 1) => new RidgeRegression(RequirePositive(penalty));

    /// <summary>Σ w·(y − ŷ)²/(2·Σ w) + penalty·Σ |βᵢ|: keeps the features that matter and sets the others to exactly 0.</summary>
    /// <param name="penalty">0.01 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The penalty is not positive.</exception>
    public static LocalRegression Lasso(double penalty = 0.01) => new LassoRegression(RequirePositive(penalty));

    /// <summary>
    /// Returns whether sums over so many rows may be rounded to single precision, and the coefficients are still right to 10⁻⁵.
    /// </summary>
    internal abstract bool IsSafeInSinglePrecision(int rows);

    /// <summary>The coefficients.</summary>
    internal abstract double[] Solve(NormalEquations equations, CancellationToken cancellationToken);

    private static double RequirePositive(double penalty) => penalty > 0 && double.IsFinite(penalty)
        ? penalty
        : throw new ArgumentOutOfRangeException(nameof(penalty), penalty, "'penalty' must be a positive number.");
}
