namespace NeuralNet;

/// <summary>
/// A layer that repeats a cell over the steps of sequences: the base of <see cref="RNN"/>, <see cref="SimpleRNN"/>, <see cref="LSTM"/> and
/// <see cref="GRU"/>. Inputs: the sequences (batch, steps, features) and, optionally, an initial state (batch, size) for each state of the
/// cell, which is 0 otherwise: <c>sequences.Merge(new LSTM(8), h, c)</c>. Outputs: that of the last step (batch, units) or, with
/// <c>returnSequences</c>, those of all steps (batch, steps, units); with <c>returnState</c> followed by the final states.
/// Keras: layers/rnn/rnn.py.
/// </summary>
/// <remarks>
/// <para>A step that a padding mask leaves out keeps the states and repeats the output of the step before, or gives zeros with
/// <c>zeroOutputForMask</c>. With <c>goBackwards</c>, outputs are in the order of computation, from the last step of the input to the
/// first. The mask goes on with the outputs of all steps, in their order.</para>
/// <para>A stateful layer begins each batch with the final states of the one before: sample i of a batch continues sample i of the previous
/// batch. Predictions, evaluations and training steps change the states; files do not contain them. All batches have the same number of
/// samples until <see cref="ResetStates"/>. Gradients end at the beginning of a batch.</para>
/// </remarks>
public abstract class RecurrentLayer : Layer
{
    private RecurrentOptions options;
    private CellSequence sequence;
    private readonly Lock stateLock = new();
    private Tensor[]? states;
    private LayerMemory[] initial = [], final = [];

    private protected RecurrentLayer(RecurrentCell cell, RecurrentOptions options, string? name)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(cell);
        RepeatedCell = cell;
        this.options = options;
        sequence = NewSequence();
    }

    /// <summary>The cell that the layer repeats, which owns the parameters.</summary>
    internal RecurrentCell RepeatedCell { get; }

    /// <inheritdoc/>
    public sealed override bool IsTrainable
    {
        get => base.IsTrainable;
        set => base.IsTrainable = RepeatedCell.IsTrainable = value;
    }

    /// <summary>Steps that are padding are left out; the mask goes on with the outputs of all steps.</summary>
    public sealed override MaskHandling MaskHandling => MaskHandling.Consumed;

    /// <summary>Gets a value indicating whether each batch begins with the final states of the batch before.</summary>
    internal bool IsStateful => options.IsStateful;

    internal RecurrentOptions Options => options;

    /// <summary>
    /// Sets the states of a stateful layer to 0, so that the next batch begins anew and may have another number of samples.
    /// </summary>
    public void ResetStates()
    {
        lock (stateLock)
            states = null;
    }

    /// <inheritdoc/>
    protected internal sealed override void Build(LayerBuilder builder)
    {
        IReadOnlyList<Shape> inputs = builder.InputShapes;
        if (inputs[0].Rank < 2)
        {
            throw Error($"takes sequences, (batch, steps, features); it was given the shape {inputs[0].ToStringWithBatch()}");
        }

        if (inputs.Count != 1 && inputs.Count != 1 + RepeatedCell.StateSizes.Count)
        {
            throw Error($"takes sequences and, optionally, {Counted.Of(RepeatedCell.StateSizes.Count, "initial state")}; it was given "
                + $"{Counted.Of(inputs.Count, "input")}");
        }

        RepeatedCell.RequireStates(this, inputs);
        RepeatedCell.BuildFor([StepOf(inputs[0]), .. RepeatedCell.StateShapes]);
        builder.Adopt(RepeatedCell.Parameters);
        initial = [.. RepeatedCell.StateSizes.Select((size, i) =>
            builder.AddMemory($"initial_state_{i}", shapes => [shapes.BatchSize, size]))];
        final = [.. RepeatedCell.StateSizes.Select((size, i) => builder.AddMemory($"final_state_{i}", shapes => [shapes.BatchSize, size]))];
        sequence.Declare(builder);
    }

    /// <inheritdoc/>
    protected internal sealed override IReadOnlyList<Shape> OutputShapesFor(IReadOnlyList<Shape> inputs)
    {
        int size = RepeatedCell.OutputSize;
        Shape output = options.ReturnSequences ? [inputs[0][0], size] : new Shape(size);
        return options.ReturnState ? [output, .. RepeatedCell.StateShapes] : [output];
    }

    /// <inheritdoc/>
    protected internal sealed override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) => OutputShapesFor(inputs)[0];

    /// <inheritdoc/>
    protected internal sealed override IReadOnlyList<bool> OutputMasksFor(IReadOnlyList<bool> inputHasMask, int outputs) =>
        [options.ReturnSequences && inputHasMask[0], .. Enumerable.Repeat(false, outputs - 1)];

    /// <inheritdoc/>
    protected internal sealed override object? Prepare(PassShapes shapes) => sequence.Prepare(shapes);

    /// <inheritdoc/>
    protected internal sealed override void Forward(Frame frame)
    {
        RequireMask(frame);
        if (frame.Inputs.Count == 1)
            PutInitialStates(frame);
        sequence.Forward(frame, this);
        if (options.IsStateful)
            KeepStates(frame);
        if (frame.OutputMask is { } mask)
            PassMask(frame.Mask!, mask);
    }

    /// <inheritdoc/>
    protected internal sealed override void Backward(Frame frame) => sequence.Backward(frame, this);

    /// <inheritdoc/>
    protected internal sealed override void UpdateStatistics(Frame frame) => sequence.UpdateStatistics(frame);

    internal sealed override void Unbuild()
    {
        RepeatedCell.Unbuild();
        base.Unbuild();
    }

    internal sealed override string PathWithin(Parameter parameter) => $"{RepeatedCell.Name}/{RepeatedCell.PathWithin(parameter)}";

    /// <summary>The state of a pass before the first step.</summary>
    internal Tensor InitialState(Frame frame, int state) =>
        frame.Inputs.Count > 1 ? frame.Inputs[1 + state] : frame[initial[state]];

    /// <summary>The state of a pass after the last step.</summary>
    internal Tensor FinalState(Frame frame, int state) => options.ReturnState ? frame.Outputs[1 + state] : frame[final[state]];

    /// <summary>The gradient of a final state; null if nothing is made of the state.</summary>
    internal Tensor? FinalGradient(Frame frame, int state) => options.ReturnState ? frame.OutputGradients[1 + state] : null;

    /// <summary>The gradient of an initial state; null if it is not needed.</summary>
    internal static Tensor? InitialGradient(Frame frame, int state) => frame.Inputs.Count > 1 ? frame.InputGradients[1 + state] : null;

    /// <summary>
    /// Creates a layer with the settings of this one for one direction of <see cref="Bidirectional"/>. A layer whose parts are custom
    /// classes, which its settings alone cannot create, is the direction itself.
    /// </summary>
    /// <param name="prefix">The beginning of the name.</param>
    /// <param name="goBackwards">The direction; null for that of this layer.</param>
    /// <exception cref="ArgumentException">The layer has another direction and cannot be created again.</exception>
    internal RecurrentLayer ForDirection(string prefix, bool? goBackwards)
    {
        string name = Name.StartsWith(prefix, StringComparison.Ordinal) ? Name : prefix + Name;
        Configuration settings = Configuration.Of(this);
        settings.Json["name"] = name;
        settings.Json["go_backwards"] = goBackwards ?? options.GoBackwards;
        settings.Json["zero_output_for_mask"] = options.ReturnSequences;
        try
        {
            var copy = (RecurrentLayer)Known.Create(ClassName, settings);
            copy.Name = name;
            copy.IsTrainable = IsTrainable;
            return copy;
        }
        catch (FormatException exception) when (goBackwards is not null)
        {
            throw new ArgumentException($"The layer '{Name}' ({ClassName}) cannot be created again for the other direction, since a part "
                + "is of a custom class. Pass a backwardLayer to Bidirectional.", exception);
        }
        catch (FormatException) when (OutputShape is null)
        {
            Name = name;
            options = options with { ZeroOutputForMask = options.ReturnSequences };
            sequence = NewSequence();
            return this;
        }
    }

    private CellSequence NewSequence() =>
        RepeatedCell is GatedCell gated ? new GatedSequence(gated, options) : new SteppedSequence(RepeatedCell, options);

    /// <summary>The shape of one step of sequences.</summary>
    private static Shape StepOf(Shape sequences) => new(sequences.Sizes[1..]);

    private void RequireMask(Frame frame)
    {
        Shape sequences = frame.Input.Shape;
        if (frame.Mask is { } mask && !(mask.Rank == 2 && mask.Shape[0] == sequences[0] && mask.Shape[1] == sequences[1]))
        {
            throw Error($"was given a padding mask of shape {mask.Shape} for sequences of shape {sequences}; a mask has a value for each "
                + $"step, ({sequences[0]}, {sequences[1]})");
        }
    }

    private void PutInitialStates(Frame frame)
    {
        lock (stateLock)
        {
            if (options.IsStateful)
                RequireStates(frame);
            for (int i = 0; i < initial.Length; i++)
            {
                if (states is null)
                    frame[initial[i]].Data.Clear();
                else
                    states[i].Data.CopyTo(frame[initial[i]].Data);
            }
        }
    }

    private void RequireStates(Frame frame)
    {
        if (frame.Part is not null)
        {
            throw Error("is stateful: it continues the samples of the batch before, which cannot be divided between processes. Train it "
                + "without a strategy");
        }

        if (states is not null && states[0].Rows != frame.BatchSize)
        {
            throw Error($"is stateful: it keeps the states of {Counted.Of(states[0].Rows, "sample")} and cannot continue with a batch of "
                + $"{frame.BatchSize}. Use batches of one size, or call ResetStates() before another one");
        }
    }

    private void KeepStates(Frame frame)
    {
        lock (stateLock)
        {
            RequireStates(frame);
            states ??= NewStates(frame.BatchSize);
            for (int i = 0; i < states.Length; i++)
                FinalState(frame, i).Data.CopyTo(states[i].Data);
        }
    }

    private Tensor[] NewStates(int batchSize) => [.. RepeatedCell.StateSizes.Select(size => new Tensor([batchSize, size]))];

    private void PassMask(Tensor mask, Tensor output)
    {
        mask.Data.CopyTo(output.Data);
        for (int row = 0; options.GoBackwards && row < output.Rows; row++)
            output.Row(row).Reverse();
    }
}
