namespace NeuralNet;

/// <summary>
/// The data of a training, an evaluation or a prediction: samples of inputs, targets and weights that belong together. A pair of tensors
/// converts implicitly: <c>ValidationData = (x, y)</c>.
/// </summary>
public abstract class Dataset
{
    private protected Dataset()
    {
    }

    /// <summary>Makes a data set of tensors whose rows are the samples; nothing is copied.</summary>
    /// <param name="x">The inputs, samples as rows.</param>
    /// <param name="y">The targets, a row for each row of x.</param>
    /// <param name="sampleWeight">
    /// The weight of each sample in the loss: one for each row of x, or one for each step of outputs (rows, steps, features).
    /// </param>
    public static Dataset From(Tensor x, Tensor y, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return new ArrayDataset([x], [y], sampleWeight is null ? null : [sampleWeight]);
    }

    /// <summary>Makes a data set for a model of several inputs or outputs; nothing is copied.</summary>
    /// <param name="x">A tensor for each input, samples as rows.</param>
    /// <param name="y">A tensor for each output, a row for each sample.</param>
    /// <param name="sampleWeight">
    /// One tensor for all outputs or one for each, null for an output whose samples count alike.
    /// </param>
    public static Dataset From(IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y, IReadOnlyList<Tensor?>? sampleWeight = null) =>
        new ArrayDataset(Require.NoNulls(x), Require.NoNulls(y), sampleWeight);

    /// <summary>Makes a data set of inputs and targets.</summary>
    public static implicit operator Dataset((Tensor X, Tensor Y) data) => From(data.X, data.Y);

    /// <summary>Makes a data set of inputs, targets and weights.</summary>
    public static implicit operator Dataset((Tensor X, Tensor Y, Tensor SampleWeight) data) => From(data.X, data.Y, data.SampleWeight);
}
