using System.Numerics;

namespace NeuralNet;

/// <summary>The form in which the index of a category or of a bin is written.</summary>
public enum IndexOutputMode
{
    /// <summary>An element for each index, 1 for the index that the value has and 0 for the others.</summary>
    OneHot,

#pragma warning disable CA1720 // Int is Keras's name.
    /// <summary>The index.</summary>
    Int,
#pragma warning restore CA1720
}

/// <summary>
/// Replaces numbers by the indices of their bins. The boundaries of the bins are given, or learned by
/// <see cref="NeuralNet.Discretization.Adapt"/> so that the bins have about the same number of values. The index of a number x is the
/// number of boundaries b with b ≤ x. The shape is that of the input; with <see cref="IndexOutputMode.OneHot"/>, (batch, …, 1) becomes
/// (batch, …, bins), and (batch, …, k) becomes (batch, …, k, bins). Keras: layers/preprocessing/discretization.py.
/// </summary>
/// <param name="binBoundaries">The boundaries, in ascending order; if null, <paramref name="numBins"/> is given.</param>
/// <param name="numBins">The number of bins whose boundaries are learned; null if the boundaries are given.</param>
/// <param name="outputMode">The form of the output; <see cref="IndexOutputMode.Int"/> by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentException">Both or neither of boundaries and number are given, or the boundaries do not ascend.</exception>
/// <exception cref="ArgumentOutOfRangeException">
/// The number of bins is less than 2 or greater than 2²⁴, a boundary is not finite, or the mode is undefined.
/// </exception>
[Configurable]
public sealed partial class Discretization(
    IReadOnlyList<float>? binBoundaries = null, int? numBins = null, IndexOutputMode outputMode = IndexOutputMode.Int, string? name = null)
    : Layer(name)
{
    private const float SummaryFraction = 0.01f;

    private readonly int? numBins = binBoundaries is null == numBins is null
        ? throw new ArgumentException("Give the boundaries of the bins, or their number for Adapt to learn boundaries.", nameof(numBins))
        : numBins is int bins ? CheckBins(bins) : null;
    private readonly IndexOutputMode outputMode = Require.Defined(outputMode);
    private float[]? binBoundaries = binBoundaries is null ? null : CheckGiven(binBoundaries);

    /// <summary>
    /// The boundaries, given or learned, in ascending order; null if they are not learned yet. Learned ones are at most
    /// numBins − 1, and fewer if the data have fewer values.
    /// </summary>
    public IReadOnlyList<float>? BinBoundaries => binBoundaries;

    private int BinCount => numBins ?? binBoundaries!.Length + 1;

    /// <summary>
    /// Learns the boundaries from data, in place of those learned before: quantiles of all values. May be called before or after the layer
    /// is added to a model.
    /// </summary>
    /// <param name="data">The values, of any shape.</param>
    /// <exception cref="InvalidOperationException">The boundaries were given.</exception>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public void Adapt(Tensor data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (numBins is not int bins)
            throw new InvalidOperationException($"The layer '{Name}' was made with boundaries; it has nothing to learn from data.");
        if (data.Length == 0)
            throw new ArgumentException($"There is nothing to learn from data of shape {data.Shape}.", nameof(data));
        int index = data.IndexOfNotFinite();
        if (index >= 0)
            throw new ArgumentException(FormattableString.Invariant(
                $"The data contain {data.Data[index]} in row {index / data.RowLength}. Replace or remove such rows."), nameof(data));
        float[] sorted = data.ToArray();
        Array.Sort(sorted);
        binBoundaries = QuantileBoundaries.Of<float>(sorted, bins);
    }

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs)
    {
        Shape input = OnlyInput(inputs);
        if (outputMode == IndexOutputMode.Int)
            return input;
        return input.Rank == 0 || input.Last != 1 ? [.. input, BinCount] : input.WithLast(BinCount);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The boundaries are neither given nor learned.</exception>
    protected internal override void Forward(Frame frame)
    {
        float[] boundaries = binBoundaries ?? throw new InvalidOperationException($"The layer '{Name}' (Discretization) knows no "
            + "boundaries yet. Call its Adapt(data) before the model is used, or give it boundaries: new Discretization([…]).");
        ReadOnlySpan<float> input = frame.Input.Data;
        Span<float> output = frame.Output.Data;
        if (outputMode == IndexOutputMode.OneHot)
            output.Clear();
        for (int i = 0; i < input.Length; i++)
        {
            int bin = BinOf<float>(input[i], boundaries);
            if (outputMode == IndexOutputMode.OneHot)
                output[i * BinCount + bin] = 1;
            else
                output[i] = bin;
        }
    }

    /// <summary>Writes zeros: the bin does not change with a small change of the number.</summary>
    protected internal override void Backward(Frame frame) => frame.InputGradient?.Data.Clear();

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("bin_boundaries", binBoundaries);
        if (numBins is int bins)
            configuration.Set("num_bins", bins);
        configuration.Set("output_mode", outputMode);
    }

    internal static Discretization From(Configuration configuration)
    {
        float[]? boundaries = configuration.GetSingles("bin_boundaries");
        int? numBins = configuration.Contains("num_bins") ? configuration.GetInt32("num_bins") : null;
        if (configuration.GetSingle("epsilon", SummaryFraction) != SummaryFraction)
            throw new FormatException($"The setting 'epsilon' of a Discretization is {SummaryFraction} in this library.");
        var layer = new Discretization(
            numBins is null ? boundaries : null, numBins, configuration.GetEnum<IndexOutputMode>("output_mode", IndexOutputMode.Int),
            configuration.GetString("name"));
        if (numBins is int bins && boundaries is not null)
            layer.binBoundaries = CheckLearned(boundaries, bins);
        return layer;
    }

    /// <summary>Returns the index of the bin of a number; the last for NaN.</summary>
    internal static int BinOf<T>(double number, ReadOnlySpan<T> boundaries)
        where T : INumber<T>
    {
        int start = 0, end = boundaries.Length;
        while (start < end)
        {
            int middle = (start + end) / 2;
            if (number < double.CreateTruncating(boundaries[middle]))
                end = middle;
            else
                start = middle + 1;
        }

        return start;
    }

    internal static int CheckBins(int numBins) => Require.Between(2, TokenNumbers.MaxTokens, numBins);

    /// <summary>Validates and copies boundaries that were given.</summary>
    internal static T[] CheckGiven<T>(IReadOnlyList<T> binBoundaries)
        where T : INumber<T>
    {
        ArgumentNullException.ThrowIfNull(binBoundaries);
        if (binBoundaries.Count == 0)
            throw new ArgumentException("There are no boundaries; give at least one.", nameof(binBoundaries));
        T[] boundaries = [.. binBoundaries.Select(boundary => T.IsFinite(boundary)
            ? boundary
            : throw new ArgumentOutOfRangeException(nameof(binBoundaries), boundary, "A boundary must be finite."))];
        return CheckAscending(boundaries, isStrict: true);
    }

    /// <summary>Validates boundaries that a file holds as learned.</summary>
    internal static T[] CheckLearned<T>(T[] boundaries, int numBins)
        where T : INumber<T> => boundaries.Length < numBins
        ? CheckAscending(boundaries, isStrict: false)
        : throw new ArgumentException(FormattableString.Invariant(
            $"There are {boundaries.Length} boundaries for {numBins} bins; there must be fewer boundaries than bins."), nameof(boundaries));

    private static T[] CheckAscending<T>(T[] boundaries, bool isStrict)
        where T : INumber<T>
    {
        for (int i = 1; i < boundaries.Length; i++)
        {
            if (boundaries[i] < boundaries[i - 1] || (isStrict && boundaries[i] == boundaries[i - 1]))
                throw new ArgumentException(FormattableString.Invariant(
                    $"The boundary {boundaries[i]} follows {boundaries[i - 1]}; boundaries must ascend."), nameof(boundaries));
        }

        return boundaries;
    }
}
