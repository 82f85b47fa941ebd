using System.Numerics.Tensors;
using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// Brings data to mean 0 and variance 1: y = (x − mean)/max(√variance, 10⁻⁷). Mean and variance are given, or learnt from data by
/// <see cref="Adapt"/> before training and not changed by it. Parameters mean and variance, each (features), or a single value each
/// for all features together. Keras: layers/preprocessing/normalization.py.
/// </summary>
public sealed class Normalization : Layer
{
    private const float MinDeviation = 1e-7f;

    /// <summary>No variance is negative, so this one tells, in memory and in files, that none is known yet.</summary>
    private const float NotLearnt = -1;

    private readonly int? axis;
    private readonly bool invert;
    private readonly float[]? givenMean, givenVariance;
    private Parameter mean = null!, variance = null!;
    private LayerMemory center = null!, deviation = null!;

    /// <summary>Makes a normalization.</summary>
    /// <param name="axis">The axis whose places have a mean and a variance each: the last, −1; null takes all values together.</param>
    /// <param name="mean">The means, or one for all; if null, <see cref="Adapt"/> learns them.</param>
    /// <param name="variance">The variances, or one for all; given if the means are.</param>
    /// <param name="invert">Whether to undo the normalization: y = x·√variance + mean.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">Only one of mean and variance is given, or a value is not finite or a variance negative.</exception>
    public Normalization(int? axis = -1, float[]? mean = null, float[]? variance = null, bool invert = false, string? name = null)
        : base(name)
    {
        if (mean is null != variance is null)
        {
            throw new ArgumentException(
                "Mean and variance are given together, or neither, and then learnt by Adapt.", mean is null ? nameof(mean) : nameof(variance));
        }

        foreach (float value in mean ?? [])
            Require.Finite(value, nameof(mean));
        foreach (float value in variance ?? [])
            Require.NonNegative(value, nameof(variance));
        this.axis = axis;
        this.invert = invert;
        givenMean = mean?.ToArray();
        givenVariance = variance?.ToArray();
    }

    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <summary>Gets a value indicating whether the normalization is undone.</summary>
    internal bool Inverts => invert;

    /// <summary>The means, or one for all.</summary>
    /// <exception cref="InvalidOperationException">They are neither given nor learnt.</exception>
    internal ReadOnlySpan<float> Mean => givenMean is null ? Learnt(mean) : givenMean;

    /// <summary>The standard deviations, or one for all, each at least the least.</summary>
    /// <exception cref="InvalidOperationException">They are neither given nor learnt.</exception>
    internal float[] StandardDeviation => Array.ConvertAll(Variance.ToArray(), value => MathF.Max(MathF.Sqrt(value), MinDeviation));

    private ReadOnlySpan<float> Variance => givenVariance is null ? Learnt(variance) : givenVariance;

    /// <summary>
    /// Learns mean and variance from data, in place of what was there: those of each place of the last axis, or of all values. May be
    /// called before or after the layer is put into a model.
    /// </summary>
    /// <param name="data">Rows such as the layer will be fed with; a tensor of one axis counts as rows of one value.</param>
    /// <exception cref="InvalidOperationException">Mean and variance were given.</exception>
    /// <exception cref="ArgumentException">
    /// The data have no rows, rows of another shape than the layer's inputs, or values that are not finite.
    /// </exception>
    public void Adapt(Tensor data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (givenMean is not null)
            throw new InvalidOperationException($"The layer '{Name}' was made with a mean and a variance; it has nothing to learn from data.");
        Tensor rows = data.Rank == 1 ? data.Reshape([data.Length, 1]) : data;
        if (rows.Rank == 0 || rows.Length == 0)
            throw new ArgumentException($"There is nothing to learn from data of shape {data.Shape}.", nameof(data));
        int index = rows.IndexOfNotFinite();
        if (index >= 0)
            throw new ArgumentException(FormattableString.Invariant($"The data contain {rows.Data[index]} in row {index / rows.RowLength}. Replace or remove such rows."), nameof(data));
        BuildFor([rows.Shape.WithoutBatch()]);
        (float[] means, float[] variances) = Moments(rows.Data, mean.Shape.Size);
        if (!variances.All(float.IsFinite))
            throw new ArgumentException("The variance of the data is beyond float32. Scale them down first.", nameof(data));
        mean.SetValue(Tensor.Over(means, mean.Shape));
        variance.SetValue(Tensor.Over(variances, variance.Shape));
    }

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        Shape shape = axis is int number ? AxisSetting.RequireLast(builder, number) : [];
        center = builder.AddWorkspace("center", shapes => shapes.Input.Last);
        deviation = builder.AddWorkspace("deviation", shapes => shapes.Input.Last);
        if (givenMean is null)
        {
            mean = builder.AddParameter("mean", shape, new Zeros(), isTrainable: false);
            variance = builder.AddParameter("variance", shape, new Constant(NotLearnt), isTrainable: false);
        }
        else if (!IsOneFor(shape, givenMean) || !IsOneFor(shape, givenVariance!))
        {
            throw builder.Error($"takes {shape.Size} means and variances, or one for all; it was given {givenMean.Length} and {givenVariance!.Length}");
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Mean and variance are neither given nor learnt.</exception>
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
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Json["axis"] = axis;
        configuration.Set("invert", invert);
        configuration.Set("mean", givenMean);
        configuration.Set("variance", givenVariance);
    }

    /// <summary>Keras writes the axis as a number, a list of one, or for all values together as null or an empty list.</summary>
    internal static Normalization From(Configuration configuration) => new(
        TakesAllTogether(configuration) ? null : AxisSetting.Read(configuration),
        Numbers(configuration, "mean"),
        Numbers(configuration, "variance"),
        configuration.GetBoolean("invert", false),
        configuration.GetString("name"));

    private static bool TakesAllTogether(Configuration configuration) =>
        configuration.Json.TryGetPropertyValue("axis", out JsonNode? axis) && axis is null or JsonArray { Count: 0 };

    private static float[]? Numbers(Configuration configuration, string name) =>
        configuration.Find(name) is null or JsonArray ? configuration.GetSingles(name) : [configuration.GetSingle(name)];

    /// <summary>The mean at each place of a row.</summary>
    private ReadOnlySpan<float> Center(Frame frame)
    {
        Span<float> means = frame[center].Data;
        Spread(Mean, means);
        return means;
    }

    /// <summary>The standard deviation at each place of a row, at least the least.</summary>
    private ReadOnlySpan<float> Deviation(Frame frame)
    {
        Span<float> deviations = frame[deviation].Data;
        Spread(Variance, deviations);
        TensorPrimitives.Sqrt(deviations, deviations);
        TensorPrimitives.Max(deviations, MinDeviation, deviations);
        return deviations;
    }

    private ReadOnlySpan<float> Learnt(Parameter parameter) => variance.Value.Data[0] != NotLearnt
        ? parameter.Value.Data
        : throw new InvalidOperationException($"The layer '{Name}' (Normalization) knows no mean and variance yet. Call its Adapt(data) before the model is used, or give it both: new Normalization(mean: […], variance: […]).");

    private static void Spread(ReadOnlySpan<float> values, Span<float> row)
    {
        if (values.Length == row.Length)
            values.CopyTo(row);
        else
            row.Fill(values[0]);
    }

    private static bool IsOneFor(Shape shape, float[] values) => values.Length == 1 || values.Length == shape.Size;

    /// <summary>Means and biased variances of values that repeat every <paramref name="count"/>.</summary>
    private static (float[] Means, float[] Variances) Moments(ReadOnlySpan<float> values, int count)
    {
        double[] sums = new double[count], squares = new double[count];
        double rows = values.Length / count;
        for (int i = 0; i < values.Length; i++)
            sums[i % count] += values[i];
        for (int i = 0; i < values.Length; i++)
        {
            double difference = values[i] - sums[i % count] / rows;
            squares[i % count] += difference * difference;
        }

        return (Array.ConvertAll(sums, sum => (float)(sum / rows)), Array.ConvertAll(squares, sum => (float)(sum / rows)));
    }
}

/// <summary>The fluent method of <see cref="NeuralNet.Normalization"/>.</summary>
public static class NormalizationExtensions
{
    /// <summary>Brings data to a given mean 0 and variance 1. See <see cref="NeuralNet.Normalization"/>.</summary>
    public static T Normalization<T>(
        this ILayerStack<T> stack, int? axis = -1, float[]? mean = null, float[]? variance = null, bool invert = false, string? name = null)
        where T : ILayerStack<T> => stack.Add(new Normalization(axis, mean, variance, invert, name));
}
