namespace NeuralNet.Explainability;

/// <summary>
/// A space of numbers whose coordinate is the distance from the background's mean in standard deviations, and which are drawn from the
/// normal distribution of that mean and deviation; a category is 1 if it is the row's, else 0.
/// </summary>
internal sealed class NumericSpace : LimeSpace
{
    public NumericSpace(Tensor background, Features features)
        : base(background, features)
    {
        Means = new float[Numbers.Length];
        Deviations = new float[Numbers.Length];
        for (int number = 0; number < Numbers.Length; number++)
        {
            double[] values = [.. Enumerable.Range(0, background.Rows).Select(row => (double)background.Row(row)[Numbers[number]])];
            double mean = values.Average();
            Means[number] = (float)mean;
            Deviations[number] = (float)Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        }
    }

    public float[] Means { get; }

    public float[] Deviations { get; }

    public override Neighbourhood NewNeighbourhood(int[] blockRows, bool isSingle) => new NumericNeighbourhood(this, blockRows, isSingle);

    public override string[]? Conditions(float[] row) => null;
}
