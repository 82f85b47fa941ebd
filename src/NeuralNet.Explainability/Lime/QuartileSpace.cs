namespace NeuralNet.Explainability;

/// <summary>
/// Numbers are cut at the background's quartiles: 1 in the quarter of the row, 0 elsewhere; and a category is 1 if it is the row's. So
/// all places are zeros and ones. A number is drawn from a row of the background, each from another.
/// </summary>
internal sealed class QuartileSpace : LimeSpace
{
    private readonly Quartiles[] quartiles;

    /// <summary>The background's values of each number, one number behind the other.</summary>
    private readonly float[] values;

    public QuartileSpace(Tensor background, Features features)
        : base(background, features)
    {
        values = [.. Numbers.SelectMany(column => Enumerable.Range(0, background.Rows).Select(row => background.Row(row)[column]))];
        quartiles = [.. values.Chunk(background.Rows).Select(own => new Quartiles(own))];
    }

    /// <summary>Copies consecutive numbers, each from a row of the background of its own.</summary>
    /// <param name="first">The index of the first number.</param>
    /// <param name="rows">The index of the row for each number.</param>
    /// <param name="numbers">Receives the numbers.</param>
    public void CopyNumbers(int first, ReadOnlySpan<int> rows, Span<float> numbers)
    {
        int backgroundRows = Background.Rows;
        ReadOnlySpan<float> own = values.AsSpan(first * backgroundRows, numbers.Length * backgroundRows);
        for (int number = 0, start = 0; number < rows.Length; number++, start += backgroundRows)
            numbers[number] = own[start + rows[number]];
    }

    /// <summary>Returns the limits of the quarter that a number of a row lies in: above the first, and up to the second.</summary>
    public (float Above, float UpTo) QuarterOf(int number, float[] row) => quartiles[number].QuarterOf(row[Numbers[number]]);

    public override Neighbourhood NewNeighbourhood(int[] blockRows, bool isSingle) => new QuartileNeighbourhood(this, blockRows, isSingle);

    public override string[]? Conditions(float[] row)
    {
        if (Numbers.Length == 0)
            return null;
        string[] conditions = new string[Features.Count];
        for (int term = 0; term < conditions.Length; term++)
        {
            int feature = FeatureOf(term);
            conditions[feature] = term < Numbers.Length
                ? quartiles[term].Describe(row[Numbers[term]], Features.Names[feature])
                : Features.Describe(feature, row);
        }

        return conditions;
    }
}
