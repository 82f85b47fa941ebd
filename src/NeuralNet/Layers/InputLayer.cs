using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>The entry of data into a graph. The plan gathers each batch straight into the output of this layer.</summary>
internal sealed class InputLayer(Shape shape, string? name = null) : Layer(name)
{
    public Shape Shape { get; } = shape;

    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) => Shape;

    protected internal override void Forward(Frame frame)
    {
    }

    protected internal override void Backward(Frame frame)
    {
    }

    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Json["batch_shape"] = new JsonArray(
            [null, .. Shape.Select(size => size == Shape.Open ? null : JsonValue.Create(size))]);
        configuration.Set("dtype", "float32");
    }

    internal static InputLayer From(Configuration configuration)
    {
        // A fixed size of the batch, which Keras asks of a model with a stateful layer, is left to the first batch here.
        if (configuration.Find("batch_shape") is not JsonArray { Count: > 0 } batchShape || batchShape[0] is not (null or JsonValue))
            throw Configuration.Wrong("batch_shape", "a list that begins with null or a number", configuration.Find("batch_shape"));
        if (batchShape.Count - 1 > Shape.MaxRank)
        {
            throw new FormatException(FormattableString.Invariant(
                $"'batch_shape' has {batchShape.Count - 1} axes beside the batch; at most {Shape.MaxRank} are supported."));
        }

        var sizes = new JsonArray([.. batchShape.Skip(1).Select(size => size?.DeepClone())]);
        var shape = new Shape(new Configuration(new() { ["sizes"] = sizes }).GetOptionalInt32s("sizes"));
        return new InputLayer(Require.RowShape(shape, "batch_shape"), configuration.GetString("name"));
    }
}
