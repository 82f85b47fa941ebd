namespace NeuralNet.Explainability;

/// <summary>Memory of one worker that is reused from part to part.</summary>
internal sealed class Scratch
{
    private float[] singles = [];
    private double[] doubles = [];

    /// <summary>Returns memory for at least a number of values; its content is arbitrary.</summary>
    public float[] Singles(int count) => singles.Length >= count ? singles : singles = new float[count];

    /// <inheritdoc cref="Singles"/>
    public double[] Doubles(int count) => doubles.Length >= count ? doubles : doubles = new double[count];
}
