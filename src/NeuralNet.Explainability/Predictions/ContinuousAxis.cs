namespace NeuralNet.Explainability;

/// <summary>A number as its distance from the mean in standard deviations. Drawn from the normal distribution of both.</summary>
internal sealed class ContinuousAxis : LimeAxis
{
    private readonly int column;
    private readonly double mean, deviation;

    public ContinuousAxis(int column, float[] values)
    {
        this.column = column;
        mean = values.Average(value => (double)value);
        deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    public override bool IsNormal => true;

    public override Drawing Around(float[] row) => new NormalDrawing(column, mean, deviation, (float)((row[column] - mean) / deviation));

    private sealed class NormalDrawing(int column, double mean, double deviation, float rowPlace) : Drawing
    {
        public override float Place => rowPlace;

        public override void Draw(ref RandomLanes lanes, Span<float> neighbours, int width, Span<float> places)
        {
            float shift = (float)mean, scale = (float)deviation;
            for (int i = 0, value = column; i < places.Length; i++, value += width)
                neighbours[value] = shift + scale * places[i];
        }
    }
}
