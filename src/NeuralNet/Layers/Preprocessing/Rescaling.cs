using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// output = input·scale + offset; <c>new Rescaling(1f / 255)</c> takes bytes to [0, 1]. Scale and offset are one number each, or a list
/// with one number for each index of the last axis. Keras: layers/preprocessing/rescaling.py.
/// </summary>
[Configurable]
public sealed partial class Rescaling : Layer
{
    private readonly float[] scale, offset;

    /// <summary>Creates a layer with one scale and one offset for all features.</summary>
    /// <param name="scale">The factor.</param>
    /// <param name="offset">The number that is added to the product; 0 by default.</param>
    /// <param name="name">The name of the layer; by default the model gives it one.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public Rescaling(float scale, float offset = 0, string? name = null)
        : base(name) => (this.scale, this.offset) = ([Require.Finite(scale)], [Require.Finite(offset)]);

    /// <summary>Creates a layer with a scale and an offset for each feature.</summary>
    /// <param name="scale">The factors, one for each index of the last axis, or one for all.</param>
    /// <param name="offset">
    /// The numbers that are added to the products, one for each index of the last axis, or one for all; 0 by default.
    /// </param>
    /// <param name="name">The name of the layer; by default the model gives it one.</param>
    /// <exception cref="ArgumentException">A list is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public Rescaling(IReadOnlyList<float> scale, IReadOnlyList<float>? offset = null, string? name = null)
        : base(name) => (this.scale, this.offset) = (Numbers(scale, nameof(scale)), Numbers(offset ?? [0], nameof(offset)));

    /// <summary>The factors, one for each index of the last axis, or one for all.</summary>
    public IReadOnlyList<float> Scale => scale;

    /// <summary>The numbers that are added to the products, one for each index of the last axis, or one for all.</summary>
    public IReadOnlyList<float> Offset => offset;

    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs)
    {
        Shape input = OnlyInput(inputs);
        Check(input, scale, "scale");
        Check(input, offset, "offset");
        return input;
    }

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        Span<float> output = frame.Output.Data;
        MultiplyByScale(frame.Input.Data, output);
        if (offset.Length == 1)
            TensorPrimitives.Add(output, offset[0], output);
        else
            Rows.Add(output, offset);
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is { } inputGradient)
            MultiplyByScale(frame.OutputGradient.Data, inputGradient.Data);
    }

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        Write("scale", scale);
        Write("offset", offset);

        void Write(string name, float[] numbers)
        {
            if (numbers.Length == 1)
                configuration.Set(name, numbers[0]);
            else
                configuration.Set(name, numbers);
        }
    }

    internal static Rescaling From(Configuration configuration) =>
        new(
            Read(configuration, "scale") ?? throw new FormatException(
                "The setting 'scale' is missing; it should be a number or a list of numbers."),
            Read(configuration, "offset"), configuration.GetString("name"));

    /// <summary>Reads a number or an array of numbers, whose axes before the last have size 1.</summary>
    private static float[]? Read(Configuration configuration, string name)
    {
        Tensor? numbers = TensorSetting.Read(configuration, name);
        return numbers is null || numbers.Length == numbers.Shape.Last
            ? numbers?.ToArray()
            : throw Configuration.Wrong(name, "a number, or one for each place of the last axis", configuration.Find(name));
    }

    private static float[] Numbers(IReadOnlyList<float> numbers, string name)
    {
        ArgumentNullException.ThrowIfNull(numbers, name);
        if (numbers.Count == 0)
            throw new ArgumentException($"'{name}' has no number; give one, or one for each place of the last axis.", name);
        return [.. numbers.Select(number => Require.Finite(number, name))];
    }

    private void Check(Shape input, float[] numbers, string name)
    {
        if (numbers.Length != 1 && numbers.Length != input.Last && input.Last != Shape.Open)
        {
            throw Error(
                $"has {numbers.Length} numbers as {name} for inputs of shape {input.ToStringWithBatch()}; give one, or one for each of "
                + $"the {input.Last} places of the last axis");
        }
    }

    private void MultiplyByScale(ReadOnlySpan<float> rows, Span<float> products)
    {
        if (scale.Length == 1)
        {
            TensorPrimitives.Multiply(rows, scale[0], products);
            return;
        }

        for (int start = 0; start < rows.Length; start += scale.Length)
            TensorPrimitives.Multiply(rows.Slice(start, scale.Length), scale, products[start..]);
    }
}

/// <summary>The fluent methods of <see cref="NeuralNet.Rescaling"/>.</summary>
public static class RescalingExtensions
{
    /// <summary>Adds a layer that computes input·scale + offset. See <see cref="NeuralNet.Rescaling"/>.</summary>
    public static T Rescaling<T>(this ILayerStack<T> stack, float scale, float offset = 0, string? name = null)
        where T : ILayerStack<T> => stack.Add(new Rescaling(scale, offset, name));

    /// <summary>
    /// Adds a layer that computes input·scale + offset, with numbers for each feature. See <see cref="NeuralNet.Rescaling"/>.
    /// </summary>
    public static T Rescaling<T>(
        this ILayerStack<T> stack, IReadOnlyList<float> scale, IReadOnlyList<float>? offset = null, string? name = null)
        where T : ILayerStack<T> => stack.Add(new Rescaling(scale, offset, name));
}
