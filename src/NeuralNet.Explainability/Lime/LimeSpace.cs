namespace NeuralNet.Explainability;

/// <summary>
/// The space of LIME's linear model: the distribution of each feature, and the number that represents it. Numbers come first, then
/// categories.
/// </summary>
internal abstract class LimeSpace
{
    private readonly int[] featureOf;

    protected LimeSpace(Tensor background, Features features)
    {
        Background = background;
        Features = features;
        IEnumerable<int> all = Enumerable.Range(0, features.Count);
        int[] numbers = [.. all.Where(feature => features.ColumnSpan(feature).Length == 1)];
        int[] categories = [.. all.Where(feature => features.ColumnSpan(feature).Length > 1)];
        featureOf = [.. numbers, .. categories];
        Numbers = [.. numbers.Select(feature => features.ColumnSpan(feature)[0])];
        Categories = [.. categories.Select(feature => features.ColumnSpan(feature).ToArray())];
    }

    public Tensor Background { get; }

    public Features Features { get; }

    /// <summary>The columns that are features of their own.</summary>
    public int[] Numbers { get; }

    /// <summary>The columns of each group.</summary>
    public int[][] Categories { get; }

    /// <summary>Creates the space of a background.</summary>
    /// <exception cref="ArgumentException">A feature is constant.</exception>
    public static LimeSpace Of(Tensor background, Features features, bool discretize)
    {
        RequireVariation(background, features);
        return discretize ? new QuartileSpace(background, features) : new NumericSpace(background, features);
    }

    /// <summary>Allocates memory for the neighbours of a row.</summary>
    /// <param name="blockRows">The number of neighbours in each block.</param>
    /// <param name="isSingle">Whether single precision is enough for the regression.</param>
    public abstract Neighbourhood NewNeighbourhood(int[] blockRows, bool isSingle);

    /// <summary>Returns for each feature the condition that a row meets, as text; null if there are no conditions.</summary>
    public abstract string[]? Conditions(float[] row);

    /// <summary>Returns the feature of a term of the linear model.</summary>
    public int FeatureOf(int term) => featureOf[term];

    /// <summary>Writes consecutive numbers of a row to their columns.</summary>
    /// <param name="first">The index of the first number.</param>
    /// <param name="numbers">The numbers.</param>
    /// <param name="row">The row.</param>
    public void WriteNumbers(int first, ReadOnlySpan<float> numbers, Span<float> row)
    {
        if (Numbers.Length == row.Length)
        {
            numbers.CopyTo(row[first..]);
            return;
        }

        for (int i = 0; i < numbers.Length; i++)
            row[Numbers[first + i]] = numbers[i];
    }

    private static void RequireVariation(Tensor background, Features features)
    {
        string[] constant = [.. Enumerable.Range(0, features.Count)
            .Where(feature => features.IsConstant(feature, background)).Select(feature => $"'{features.Names[feature]}'")];
        if (constant.Length == 0)
            return;
        string named = string.Join(", ", constant.Take(5)) + (constant.Length > 5 ? $" and {constant.Length - 5} more" : "");
        string where = background.Rows == 1 ? "the only row" : $"all {background.Rows} rows";
        throw new ArgumentException(
            $"Constant in {where} of the background: {named}. LIME cannot vary what is constant, so its effect is unknown. Give a "
            + "background in which it varies, put it into a group with features that vary (Features.Group, Features.Patches), or use "
            + "KernelShap, to which a feature that is always the same is worth 0.", nameof(background));
    }
}
