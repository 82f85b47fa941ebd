namespace NeuralNet;

/// <summary>
/// Runs a recurrent layer over sequences in both directions and merges the outputs, those of the backward direction in the order of the
/// input. Inputs: the sequences and, optionally, the initial states of the forward layer and then of the backward layer. Outputs: the
/// merged one, or both without a merge mode; with <c>returnState</c> followed by the final states of the forward layer and of the backward
/// layer. Schuster and Paliwal, "Bidirectional recurrent neural networks", 1997; Keras: layers/rnn/bidirectional.py.
/// </summary>
/// <remarks>
/// As in Keras, both directions are new layers with the settings of those that are given, named <c>forward_…</c> and <c>backward_…</c>;
/// if all outputs are returned, those of padding are 0.
/// </remarks>
/// <param name="layer">The recurrent layer, whose settings the forward direction has.</param>
/// <param name="mergeMode">The operation that merges both outputs, null for two outputs; side by side by default.</param>
/// <param name="backwardLayer">
/// The layer of the backward direction, with <c>goBackwards</c>; by default one with the settings of <paramref name="layer"/>.
/// </param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentException">
/// A layer is not recurrent, both have the same direction, they differ in <c>stateful</c>, <c>returnSequences</c> or <c>returnState</c>, or
/// a layer with a custom cell is given without a backward layer.
/// </exception>
[Configurable]
public sealed partial class Bidirectional(
    Layer layer, BidirectionalMergeMode? mergeMode = BidirectionalMergeMode.Concat, Layer? backwardLayer = null, string? name = null)
    : CompositeLayer(name)
{
    private readonly RecurrentLayer layer = RequireRecurrent(layer).ForDirection("forward_", null);
    private readonly BidirectionalMergeMode? mergeMode = mergeMode is { } given ? Require.Defined(given) : null;
    private readonly RecurrentLayer backwardLayer = RequireOpposite(
        RequireRecurrent(layer), backwardLayer is null
            ? RequireRecurrent(layer).ForDirection("backward_", goBackwards: true)
            : RequireRecurrent(backwardLayer).ForDirection("", null));

    /// <summary>The layer of the forward direction.</summary>
    public Layer Layer => layer;

    /// <summary>The layer of the backward direction.</summary>
    public Layer BackwardLayer => backwardLayer;

    /// <summary>Sets the states of a stateful layer to 0, so that the next batch begins anew.</summary>
    public void ResetStates()
    {
        layer.ResetStates();
        backwardLayer.ResetStates();
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Node> Compose(IReadOnlyList<Node> inputs)
    {
        int states = layer.RepeatedCell.StateSizes.Count;
        if (inputs.Count != 1 && inputs.Count != 1 + 2 * states)
        {
            throw Error($"takes sequences and, optionally, {2 * states} initial states, those of the forward layer first; it was given "
                + $"{Counted.Of(inputs.Count, "input")}");
        }

        Node forward = Node.Of(layer, [inputs[0], .. inputs.Skip(1).Take(states)]);
        Node backward = Node.Of(backwardLayer, [inputs[0], .. inputs.Skip(1 + states)]);
        Node reversed = layer.Options.ReturnSequences ? backward.Add(new ReversedSteps()) : backward;
        return [.. Merge(forward, reversed), .. forward.Outputs.Skip(1), .. backward.Outputs.Skip(1)];
    }

    private IReadOnlyList<Node> Merge(Node forward, Node backward) => mergeMode switch
    {
        BidirectionalMergeMode.Concat => [forward.Concatenate(backward)],
        BidirectionalMergeMode.Sum => [forward.Add(backward)],
        BidirectionalMergeMode.Mul => [forward.Multiply(backward)],
        BidirectionalMergeMode.Ave => [forward.Average(backward)],
        _ => [forward, backward],
    };

    private static RecurrentLayer RequireRecurrent(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer as RecurrentLayer
            ?? throw new ArgumentException($"Bidirectional takes a recurrent layer, such as LSTM; '{layer.Name}' is of class "
                + $"{layer.ClassName}.", nameof(layer));
    }

    private static RecurrentLayer RequireOpposite(RecurrentLayer forward, RecurrentLayer backward)
    {
        RecurrentOptions one = forward.Options, other = backward.Options;
        if (one.GoBackwards == other.GoBackwards)
        {
            throw new ArgumentException($"The layers of both directions have goBackwards: {(one.GoBackwards ? "true" : "false")}; it "
                + "should be false for the forward layer and true for the backward layer.", nameof(backwardLayer));
        }

        string? different = one.IsStateful != other.IsStateful ? "stateful"
            : one.ReturnSequences != other.ReturnSequences ? "returnSequences"
            : one.ReturnState != other.ReturnState ? "returnState" : null;
        return different is null
            ? backward
            : throw new ArgumentException($"The layers of both directions differ in '{different}'; give both the same value.",
                nameof(backwardLayer));
    }

    private void WriteMergeMode(Configuration configuration)
    {
        if (mergeMode is { } mode)
            configuration.Set("merge_mode", mode);
        else
            configuration.Set("merge_mode", (string?)null);
    }

    private static BidirectionalMergeMode? ReadMergeMode(Configuration configuration) =>
        configuration.Json.ContainsKey("merge_mode") && configuration.Find("merge_mode") is null
            ? null
            : configuration.GetEnum("merge_mode", (BidirectionalMergeMode?)BidirectionalMergeMode.Concat);
}
