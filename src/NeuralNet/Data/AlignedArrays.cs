using System.Globalization;

namespace NeuralNet;

/// <summary>Inputs, targets and weights whose rows belong together, in the shapes that a graph and its losses take.</summary>
/// <param name="Inputs">One tensor for each input of the graph, samples as rows.</param>
/// <param name="Targets">One tensor for each output of the graph.</param>
/// <param name="SampleWeights">
/// The weights of the samples of each output, or of the rows of each sample, in its loss; null if all weigh 1.
/// </param>
internal sealed record AlignedArrays(IReadOnlyList<Tensor> Inputs, IReadOnlyList<Tensor> Targets, IReadOnlyList<Tensor?> SampleWeights)
{
    public int Rows => Inputs[0].Rows;

    /// <summary>Converts the tensors of a caller to the shapes that a graph and its losses take.</summary>
    /// <exception cref="ArgumentException">The tensors do not fit, or contain NaN or infinity where that is checked.</exception>
    public static AlignedArrays Of(
        LayerGraph graph, IReadOnlyList<Loss> losses, IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y,
        IReadOnlyList<Tensor?>? sampleWeight, DataNames names, bool checkFinite = true)
    {
        Tensor[] inputs = DataAlignment.Inputs(graph, x, names.X);
        Require.NoNulls(y, names.Y);
        if (checkFinite)
        {
            DataAlignment.RequireFinite(inputs, names.X, names.LetsNaNThrough);
            DataAlignment.RequireFinite(y, names.Y, names.LetsNaNThrough);
        }

        Tensor[] targets = DataAlignment.Targets(graph, losses, y, inputs, names);
        return new AlignedArrays(
            inputs, targets, NeuralNet.SampleWeights.OfSamples(graph, sampleWeight, inputs, names.SampleWeight));
    }

    /// <summary>
    /// Returns the first samples for training and the last for validation, before any shuffling. Keras: data_adapters/array_slicing.py,
    /// <c>train_validation_split</c>, whose arithmetic in doubles is repeated here, rounding included.
    /// </summary>
    /// <exception cref="ArgumentException">One of the parts would be empty.</exception>
    public (AlignedArrays Training, AlignedArrays Validation) Split(double validationSplit)
    {
        int splitAt = (int)Math.Floor(Rows * (1 - validationSplit));
        if (splitAt == 0 || splitAt == Rows)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"validationSplit {validationSplit} of {Counted.Of(Rows, "row")} leaves {splitAt} for training and {Rows - splitAt} for "
                    + $"validation; both need at least one."), nameof(validationSplit));
        return (Slice(0, splitAt), Slice(splitAt, Rows - splitAt));
    }

    private AlignedArrays Slice(int start, int count) => new(
        [.. Inputs.Select(tensor => tensor.Slice(start, count))],
        [.. Targets.Select(tensor => tensor.Slice(start, count))],
        [.. SampleWeights.Select(weights => weights?.Slice(start, count))]);
}
