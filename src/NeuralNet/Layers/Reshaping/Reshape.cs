namespace NeuralNet;

/// <summary>
/// Changes the shape of the rows: (batch, a, b, …) becomes (batch, target…), with the same values. One size may be −1 and follows from the
/// others.
/// Keras: layers/reshaping/reshape.py.
/// </summary>
/// <param name="targetShape">The sizes of the output without the batch axis; one of them may be −1: <c>[4, -1]</c>.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentException">A size is neither positive nor −1, or two are −1.</exception>
[Configurable]
public sealed partial class Reshape(int[] targetShape, string? name = null) : Layer(name)
{
    private readonly int[] targetShape = RequireTargetShape(targetShape);

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
        {
            throw Error(
                $"cannot make rows of shape [{string.Join(", ", targetShape)}] of rows of shape {input}, which have "
                + $"{Counted.Of(length, "value")}");
        }

        return (Shape)targetShape.Select(size => size == -1 ? (int)(length / known) : size).ToArray();
    }

    private static int[] RequireTargetShape(int[] targetShape)
    {
        ArgumentNullException.ThrowIfNull(targetShape);
        return targetShape.Any(size => size < 1 && size != -1) || targetShape.Count(size => size == -1) > 1
            ? throw new ArgumentException(
                $"The sizes of a shape are at least 1, and one of them may be -1; they were [{string.Join(", ", targetShape)}].",
                nameof(targetShape))
            : [.. targetShape];
    }

    /// <summary>Returns the target shape for rows with open axes, whose length is a multiple of the product of the fixed ones.</summary>
    private Shape OpenShapeFor(Shape input)
    {
        int known = input.Where(size => size != Shape.Open).Aggregate(1, (product, size) => product * size);
        if (!targetShape.Contains(-1) && Product(int.MaxValue) % known != 0)
        {
            throw Error(
                $"cannot make rows of shape [{string.Join(", ", targetShape)}] of rows of shape {input}, which have a multiple of "
                + $"{Counted.Of(known, "value")}");
        }

        return targetShape.Select(size => size == -1 ? Shape.Open : size).ToArray();
    }

    /// <summary>Returns the product of the given sizes, or a number greater than the maximum where the product exceeds it.</summary>
    private long Product(long maximum)
    {
        long product = 1;
        foreach (int size in targetShape)
            product = product > maximum ? product : product * Math.Abs(size);
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
}

/// <summary>The fluent method of <see cref="NeuralNet.Reshape"/>.</summary>
public static class ReshapeExtensions
{
    /// <summary>Adds a layer that changes the shape of the rows. See <see cref="NeuralNet.Reshape"/>.</summary>
    public static T Reshape<T>(this ILayerStack<T> stack, int[] targetShape, string? name = null)
        where T : ILayerStack<T> => stack.Add(new Reshape(targetShape, name));

    /// <summary>Adds a layer that changes the shape of the rows: <c>.Reshape(4, -1)</c>. See <see cref="NeuralNet.Reshape"/>.</summary>
    public static T Reshape<T>(this ILayerStack<T> stack, params ReadOnlySpan<int> targetShape)
        where T : ILayerStack<T> => stack.Add(new Reshape([.. targetShape]));
}
