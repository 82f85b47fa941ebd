using System.Numerics;

namespace NeuralNet.Explainability;

/// <summary>
/// Numbers are cut at the background's quartiles: 1 in the quarter of the row, 0 elsewhere; and a category is 1 if it is the row's. So
/// all places are zeros and ones. A number is drawn from a row of the background, each from another.
/// </summary>
internal sealed class QuartileSpace : LimeSpace
{
    /// <summary>Numbers are drawn so many at a time.</summary>
    public const int Lanes = RandomIndices.Count;

    private readonly Quartiles[] quartiles;

    public QuartileSpace(Tensor background, Features features)
        : base(background, features)
    {
        quartiles = [.. Numbers.Select(
            column => new Quartiles(Enumerable.Range(0, background.Rows).Select(row => background.Row(row)[column])))];
        Stride = Numbers.Length < Lanes ? (int)BitOperations.RoundUpToPowerOf2((uint)Numbers.Length) : RoundUp(Numbers.Length);
        Table = new float[background.Rows * Stride];
        for (int row = 0; row < background.Rows; row++)
        {
            for (int number = 0; number < Numbers.Length; number++)
                Table[row * Stride + number] = background.Row(row)[Numbers[number]];
        }
    }

    /// <summary>The background's numbers, row by row.</summary>
    public float[] Table { get; }

    /// <summary>
    /// How far the rows of the table are apart: a divisor or a multiple of <see cref="Lanes"/>; 0 if there are no numbers.
    /// </summary>
    public int Stride { get; }

    /// <summary>The next multiple of <see cref="Lanes"/>.</summary>
    public static int RoundUp(int count) => (count + Lanes - 1) / Lanes * Lanes;

    public override Neighbourhood NewNeighbourhood(int[] blockRows, bool isSingle) =>
        new QuartileNeighbourhood(this, blockRows, NormalEquations.Of(Features.Count, blockRows.Length, isBinary: true, isSingle));

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

    /// <summary>Writes the limits of the row's quarters; a place beyond the last number gets limits that nothing lies between.</summary>
    public void WriteQuarters(float[] row, float[] above, float[] upTo)
    {
        Array.Fill(above, float.PositiveInfinity);
        for (int number = 0; number < quartiles.Length; number++)
            (above[number], upTo[number]) = quartiles[number].QuarterOf(row[Numbers[number]]);
    }
}
