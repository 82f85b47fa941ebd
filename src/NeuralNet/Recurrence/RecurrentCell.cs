namespace NeuralNet;

/// <summary>
/// One step of a recurrent network, which <see cref="RNN"/> repeats over the steps of a sequence. The inputs of the layer are the input of
/// the step and then its states; the outputs are the output of the step and then the new states. A cell derives from this class, states the
/// sizes of the states and implements <see cref="Layer.Forward"/> and <see cref="Layer.Backward"/> for one step.
/// Keras: layers/rnn/rnn.py, cells.
/// </summary>
/// <remarks>
/// In one call of the recurrent layer, a cell draws the same random numbers in all steps, so that dropout keeps its mask (Gal and
/// Ghahramani, "A theoretically grounded application of dropout in recurrent neural networks", 2016).
/// </remarks>
public abstract class RecurrentCell : Layer
{
    /// <summary>Creates a cell.</summary>
    /// <param name="name">The name; if null the cell has the name of its class in snake case.</param>
    protected RecurrentCell(string? name = null)
        : base(name)
    {
    }

    /// <summary>The number of elements of each state of a sample, at least one state.</summary>
    public abstract IReadOnlyList<int> StateSizes { get; }

    /// <summary>The number of elements of the output of a step; that of the first state unless overridden.</summary>
    public virtual int OutputSize => StateSizes[0];

    /// <inheritdoc/>
    protected internal sealed override IReadOnlyList<Shape> OutputShapesFor(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != 1 + StateSizes.Count)
        {
            throw Error($"takes the input of a step and {Counted.Of(StateSizes.Count, "state")}; it was given "
                + $"{Counted.Of(inputs.Count, "input")}. To run the cell over a sequence, add RNN(cell)");
        }

        RequireStates(this, inputs);
        return [OutputSize, .. StateShapes];
    }

    /// <inheritdoc/>
    protected internal sealed override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) => OutputShapesFor(inputs)[0];

    /// <summary>The shape of each state, without the batch axis.</summary>
    internal IEnumerable<Shape> StateShapes => StateSizes.Select(size => new Shape(size));

    /// <summary>Checks the shapes of the states that follow the first input of a layer.</summary>
    /// <exception cref="ArgumentException">A state has another shape.</exception>
    internal void RequireStates(Layer layer, IReadOnlyList<Shape> inputs)
    {
        for (int i = 1; i < inputs.Count; i++)
        {
            if (!inputs[i].Equals(new Shape(StateSizes[i - 1])))
            {
                throw layer.Error($"has states of {string.Join(" and ", StateSizes)} elements; the state {i - 1} that it was given has "
                    + $"the shape {inputs[i].ToStringWithBatch()}, which should be (None, {StateSizes[i - 1]})");
            }
        }
    }
}
