using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>An input of a functional model.</summary>
public sealed class Input : Node
{
    /// <summary>Creates an input.</summary>
    /// <param name="shape">The shape of a row, without the batch axis: a number of values or a list, <c>[28, 28]</c>.</param>
    /// <param name="seed">
    /// The seed of the model that begins here: it fixes weights, shuffling and dropout. If no input gives one, the model draws it and
    /// tells it as <c>model.Seed</c>.
    /// </param>
    /// <param name="name">The input's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than one.</exception>
    public Input(Shape shape, int? seed = null, string? name = null)
        : base(new InputLayer(Require.RowShape(shape), name), []) => Seed = seed;

    /// <summary>Creates an input of which some axes are open: each batch tells their size, as Keras's <c>None</c>.</summary>
    /// <param name="shape">The shape of a row, without the batch axis, null where it is open: <c>[null, 64]</c>.</param>
    /// <param name="seed">The seed of the model that begins here; drawn by the model if no input gives one.</param>
    /// <param name="name">The input's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than one.</exception>
    [OverloadResolutionPriority(-1)]
    public Input(ReadOnlySpan<int?> shape, int? seed = null, string? name = null)
        : this(new Shape(shape), seed, name)
    {
    }

    internal int? Seed { get; }
}
