namespace NeuralNet;

/// <summary>Where data enters a functional model.</summary>
/// <param name="shape">The shape of a row, without the batch axis: a number of values or a list, <c>[28, 28]</c>.</param>
/// <param name="seed">
/// The seed of the model that begins here: it fixes weights, shuffling and dropout. If no input gives one, the model draws it and
/// tells it as <c>model.Seed</c>.
/// </param>
/// <param name="name">The input's name.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is less than one.</exception>
public sealed class Input(Shape shape, int? seed = null, string? name = null)
    : Node(new InputLayer(Require.RowShape(shape), name), [])
{
    internal int? Seed { get; } = seed;
}
