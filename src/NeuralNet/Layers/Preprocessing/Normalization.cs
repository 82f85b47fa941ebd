using System.Numerics.Tensors;
using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// Shifts and scales data to mean 0 and variance 1: y = (x − mean)/max(√variance, 10⁻⁷). Mean and variance are given, or learned from data
/// by <see cref="NeuralNet.Normalization.Adapt"/> before training, which does not change them. Parameters mean and variance, each
/// (features), or a single value each for all features together. Keras: layers/preprocessing/normalization.py.
/// </summary>
/// <param name="axis">
/// The axis along which each index has its own mean and variance; the last, −1, by default. Null takes all values together.
/// </param>
/// <param name="mean">The means, or one for all; if null, <see cref="NeuralNet.Normalization.Adapt"/> learns them.</param>
/// <param name="variance">The variances, or one for all; given exactly if the means are.</param>
/// <param name="invert">Whether the normalization is undone: y = x·√variance + mean; false by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentException">Only one of mean and variance is given, or a value is not finite or a variance negative.</exception>
[Configurable]
public sealed partial class Normalization(
    int? axis = -1, float[]? mean = null, float[]? variance = null, bool invert = false, string? name = null) : Layer(name)
{
    internal const float MinDeviation = 1e-7f;

    /// <summary>The variance, in memory and in files, of a layer that has learned none yet; no other variance is negative.</summary>
    private const float NotLearned = -1;

    private readonly float[]? givenMean = Checked(mean, Require.Finite, nameof(mean));
    private readonly float[]? givenVariance = mean is null == variance is null
        ? Checked(variance, Require.NonNegative, nameof(variance))
        : throw new ArgumentException(
            "Mean and variance are given together, or neither, and then learned by Adapt.", mean is null ? nameof(mean) : nameof(variance));

    private Parameter learnedMean = null!, learnedVariance = null!;
    private LayerMemory center = null!, deviation = null!;

    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <summary>The means, or one for all, given or learned.</summary>
    /// <exception cref="InvalidOperationException">The means are neither given nor learned.</exception>
    public ReadOnlySpan<float> Mean => givenMean is null ? Learned(learnedMean) : givenMean;

    /// <summary>The variances, or one for all, given or learned.</summary>
    /// <exception cref="InvalidOperationException">The variances are neither given nor learned.</exception>
    public ReadOnlySpan<float> Variance => givenVariance is null ? Learned(learnedVariance) : givenVariance;

    /// <summary>The standard deviations, or one for all, each at least 10⁻⁷.</summary>
    /// <exception cref="InvalidOperationException">The variances are neither given nor learned.</exception>
    public ReadOnlySpan<float> StandardDeviation =>
        Array.ConvertAll(Variance.ToArray(), DeviationOf);

    /// <summary>
    /// Learns mean and variance from data and replaces the former ones: those of each index of the axis, or of all values. May be
    /// called before or after the layer is added to a model.
    /// </summary>
    /// <param name="data">The rows, of the shape of the layer's inputs; a tensor of one axis counts as rows of one value.</param>
    /// <exception cref="InvalidOperationException">Mean and variance were given.</exception>
    /// <exception cref="ArgumentException">
    /// The data have no rows, rows of another shape than the layer's inputs, or values that are not finite.
    /// </exception>
    public void Adapt(Tensor data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (givenMean is not null)
        {
            throw new InvalidOperationException(
                $"The layer '{Name}' was made with a mean and a variance; it has nothing to learn from data.");
        }

        Tensor rows = data.Rank == 1 ? data.Reshape([data.Length, 1]) : data;
        if (rows.Rank == 0 || rows.Length == 0)
            throw new ArgumentException($"There is nothing to learn from data of shape {data.Shape}.", nameof(data));
        int index = rows.IndexOfNotFinite();
        if (index >= 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The data contain {rows.Data[index]} in row {index / rows.RowLength}. Replace or remove such rows."),
                nameof(data));
        }

        BuildFor([rows.Shape.WithoutBatch()]);
        (float[] means, float[] variances) = Moments(rows.Data, learnedMean.Shape.Size, RunLengthIn(rows.Shape));
        if (!variances.All(float.IsFinite))
            throw new ArgumentException("The variance of the data is beyond float32. Scale them down first.", nameof(data));
        learnedMean.SetValue(Tensor.Over(means, learnedMean.Shape));
        learnedVariance.SetValue(Tensor.Over(variances, learnedVariance.Shape));
    }

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        Shape shape = axis is int number ? AxisSetting.SizeOf(builder, number) : [];
        center = builder.AddWorkspace("center", shapes => shapes.Input.WithoutBatch());
        deviation = builder.AddWorkspace("deviation", shapes => shapes.Input.WithoutBatch());
        if (givenMean is null)
        {
            learnedMean = builder.AddParameter("mean", shape, new Zeros(), isTrainable: false);
            learnedVariance = builder.AddParameter("variance", shape, new Constant(NotLearned), isTrainable: false);
        }
        else if (!IsOneFor(shape, givenMean) || !IsOneFor(shape, givenVariance!))
        {
            throw builder.Error(
                $"takes {shape.Size} means and variances, or one for all; it was given {givenMean.Length} and {givenVariance!.Length}");
        }
    }

    /// <inheritdoc/>
    protected internal override object Prepare(PassShapes shapes)
    {
        Shape row = shapes.Input.WithoutBatch();
        int[] sizes = [.. Enumerable.Repeat(1, row.Rank)];
        if (axis is int number)
            sizes[AxisSetting.PlaceIn(row, number) - 1] = row[AxisSetting.PlaceIn(row, number) - 1];
        return new Broadcast(sizes, row);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Mean and variance are neither given nor learned.</exception>
    protected internal override void Forward(Frame frame)
    {
        ReadOnlySpan<float> means = Center(frame), deviations = Deviation(frame);
        for (int start = 0; start < frame.Input.Length; start += means.Length)
        {
            ReadOnlySpan<float> x = frame.Input.Data.Slice(start, means.Length);
            Span<float> y = frame.Output.Data.Slice(start, means.Length);
            if (invert)
            {
                TensorPrimitives.MultiplyAdd(x, deviations, means, y);
                continue;
            }

            TensorPrimitives.Subtract(x, means, y);
            TensorPrimitives.Divide(y, deviations, y);
        }
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is null)
            return;
        ReadOnlySpan<float> deviations = Deviation(frame);
        for (int start = 0; start < frame.Input.Length; start += deviations.Length)
        {
            ReadOnlySpan<float> dy = frame.OutputGradient.Data.Slice(start, deviations.Length);
            Span<float> dx = frame.InputGradient.Data.Slice(start, deviations.Length);
            if (invert)
                TensorPrimitives.Multiply(dy, deviations, dx);
            else
                TensorPrimitives.Divide(dy, deviations, dx);
        }
    }

    /// <inheritdoc/>
    /// <remarks>By hand, for the axis may be null and the settings keep the order that they have in files.</remarks>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Json["axis"] = axis;
        configuration.Set("invert", invert);
        configuration.Set("mean", givenMean);
        configuration.Set("variance", givenVariance);
    }

    /// <summary>
    /// Reads the axis, which Keras writes as a number or a list of one, and as null or an empty list for all values together.
    /// </summary>
    private static int? ReadAxis(Configuration configuration) =>
        configuration.Json.TryGetPropertyValue("axis", out JsonNode? axis) && axis is null or JsonArray { Count: 0 }
            ? null
            : configuration.GetInt32("axis", -1);

    private static float[]? ReadMean(Configuration configuration) => Numbers(configuration, "mean");

    private static float[]? ReadVariance(Configuration configuration) => Numbers(configuration, "variance");

    private static float[]? Numbers(Configuration configuration, string name) =>
        configuration.Find(name) is null or JsonArray ? configuration.GetSingles(name) : [configuration.GetSingle(name)];

    private static float[]? Checked(float[]? values, Func<float, string, float> check, string name) =>
        values is null ? null : Array.ConvertAll(values, value => check(value, name));

    /// <summary>Returns the mean of each element of a row.</summary>
    private ReadOnlySpan<float> Center(Frame frame)
    {
        Span<float> means = frame[center].Data;
        Spread(frame, Mean, means);
        return means;
    }

    /// <summary>Returns the standard deviation of each element of a row, at least 10⁻⁷.</summary>
    private ReadOnlySpan<float> Deviation(Frame frame)
    {
        Span<float> deviations = frame[deviation].Data;
        Spread(frame, Variance, deviations);
        TensorPrimitives.Sqrt(deviations, deviations);
        TensorPrimitives.Max(deviations, MinDeviation, deviations);
        return deviations;
    }

    /// <summary>Returns the standard deviation of a variance, at least 10⁻⁷.</summary>
    internal static float DeviationOf(float variance) => MathF.Max(MathF.Sqrt(variance), MinDeviation);

    private ReadOnlySpan<float> Learned(Parameter parameter) =>
        learnedVariance is { HasValue: true } && learnedVariance.Value.Data[0] != NotLearned
            ? parameter.Value.Data
            : throw new InvalidOperationException(
                $"The layer '{Name}' (Normalization) knows no mean and variance yet. Call its Adapt(data) before the model is used, or "
                + "give it both: new Normalization(mean: […], variance: […]).");

    /// <summary>Writes the value of each element of a row; a single value serves all.</summary>
    private static void Spread(Frame frame, ReadOnlySpan<float> values, Span<float> row)
    {
        if (values.Length == 1)
            row.Fill(values[0]);
        else
            frame.Prepared<Broadcast>().Expand(values, row);
    }

    /// <summary>Returns the number of consecutive values that share a mean.</summary>
    private int RunLengthIn(Shape batch)
    {
        if (axis is not int number)
            return 1;
        return new Shape(batch.Sizes[(AxisSetting.PlaceIn(batch.WithoutBatch(), number) + 1)..]).Size;
    }

    private static bool IsOneFor(Shape shape, float[] values) => values.Length == 1 || values.Length == shape.Size;

    /// <summary>
    /// Computes the mean and the biased variance of each of <paramref name="count"/> features, whose values take turns in runs.
    /// </summary>
    private static (float[] Means, float[] Variances) Moments(ReadOnlySpan<float> values, int count, int run)
    {
        double[] sums = new double[count], squares = new double[count];
        double valuesOfFeature = values.Length / count;
        for (int i = 0; i < values.Length; i++)
            sums[i / run % count] += values[i];
        for (int i = 0; i < values.Length; i++)
        {
            double difference = values[i] - sums[i / run % count] / valuesOfFeature;
            squares[i / run % count] += difference * difference;
        }

        return (Array.ConvertAll(sums, sum => (float)(sum / valuesOfFeature)),
            Array.ConvertAll(squares, sum => (float)(sum / valuesOfFeature)));
    }
}
