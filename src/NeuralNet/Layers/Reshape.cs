namespace NeuralNet;

/// <summary>
/// The same values under another shape: (batch, a, b, …) becomes (batch, target…). One size may be −1 and follows from the others.
/// Keras: layers/reshaping/reshape.py.
/// </summary>
public sealed class Reshape : Layer
{
    private readonly int[] targetShape;

    /// <summary>Makes a reshaping.</summary>
    /// <param name="targetShape">The sizes of the output without the batch axis; one of them may be −1: <c>[4, -1]</c>.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">A size is neither positive nor −1, or two are −1.</exception>
    public Reshape(int[] targetShape, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(targetShape);
        if (targetShape.Any(size => size < 1 && size != -1) || targetShape.Count(size => size == -1) > 1)
            throw new ArgumentException($"The sizes of a shape are at least 1, and one of them may be -1; they were [{string.Join(", ", targetShape)}].", nameof(targetShape));
        this.targetShape = [.. targetShape];
    }

    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs)
    {
        Shape input = OnlyInput(inputs);
        if (!input.IsFixed)
            return OpenShapeFor(input);
        int length = input.Size;
        long known = Product(length);
        bool fits = targetShape.Contains(-1) ? length % known == 0 : length == known;
        if (!fits)
            throw Error($"cannot make rows of shape [{string.Join(", ", targetShape)}] of rows of shape {input}, which have {Counted.Of(length, "value")}");
        return (Shape)targetShape.Select(size => size == -1 ? (int)(length / known) : size).ToArray();
    }

    /// <summary>The target shape for rows whose length is known for each batch only: a multiple of the axes that have a size.</summary>
    private Shape OpenShapeFor(Shape input)
    {
        int known = input.Where(size => size != Shape.Open).Aggregate(1, (product, size) => product * size);
        if (!targetShape.Contains(-1) && Product(int.MaxValue) % known != 0)
            throw Error($"cannot make rows of shape [{string.Join(", ", targetShape)}] of rows of shape {input}, which have a multiple of {Counted.Of(known, "value")}");
        return targetShape.Select(size => size == -1 ? Shape.Open : size).ToArray();
    }

    /// <summary>The product of the sizes that are given, or any number above the most when it gets there.</summary>
    private long Product(long most)
    {
        long product = 1;
        foreach (int size in targetShape)
            product = product > most ? product : product * Math.Abs(size);
        return product;
    }

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame) => frame.Input.Data.CopyTo(frame.Output.Data);

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is { } inputGradient)
            frame.OutputGradient.Data.CopyTo(inputGradient.Data);
    }

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration) => configuration.Set("target_shape", targetShape);

    internal static Reshape From(Configuration configuration) => new(
        configuration.GetInt32s("target_shape") ?? throw Configuration.Wrong("target_shape", "a list of whole numbers", null),
        configuration.GetString("name"));
}

/// <summary>The fluent method of <see cref="NeuralNet.Reshape"/>.</summary>
public static class ReshapeExtensions
{
    /// <summary>Puts another shape of the same values on top. See <see cref="NeuralNet.Reshape"/>.</summary>
    public static T Reshape<T>(this ILayerStack<T> stack, int[] targetShape, string? name = null)
        where T : ILayerStack<T> => stack.Add(new Reshape(targetShape, name));

    /// <summary>Puts another shape of the same values on top: <c>.Reshape(4, -1)</c>. See <see cref="NeuralNet.Reshape"/>.</summary>
    public static T Reshape<T>(this ILayerStack<T> stack, params ReadOnlySpan<int> targetShape)
        where T : ILayerStack<T> => stack.Add(new Reshape([.. targetShape]));
}
