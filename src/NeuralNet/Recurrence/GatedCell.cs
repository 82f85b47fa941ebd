namespace NeuralNet;

/// <summary>
/// A cell whose gates are functions of x·kernel + h·recurrentKernel + bias: the base of <see cref="SimpleRNNCell"/>,
/// <see cref="LSTMCell"/> and <see cref="GRUCell"/>. The first state h is the output. Kernel (features, gates·units), recurrent kernel
/// (units, gates·units).
/// </summary>
/// <remarks>
/// A recurrent layer computes all steps at once by <see cref="GatedSequence"/>; the cell alone is a sequence of one step.
/// </remarks>
public abstract class GatedCell : RecurrentCell
{
    private readonly GatedCellSettings settings;
    private readonly GatedSequence oneStep;
    private int[]? stateSizes;
    private Parameter kernel = null!, recurrentKernel = null!;
    private Parameter? bias;

    private protected GatedCell(int units, int gateCount, GatedCellSettings settings, string? name)
        : base(name)
    {
        this.settings = settings;
        UnitCount = Require.Positive(units);
        GateCount = gateCount;
        Require.FractionBelowOne(settings.Dropout, "dropout");
        Require.FractionBelowOne(settings.RecurrentDropout, "recurrentDropout");
        oneStep = new GatedSequence(this, default);
    }

    /// <summary>The number of units, the size of each state.</summary>
    internal int UnitCount { get; }

    /// <summary>The number of gates, the candidate included.</summary>
    internal int GateCount { get; }

    internal GatedCellSettings Settings => settings;

    internal Parameter Kernel => kernel;

    internal Parameter RecurrentKernel => recurrentKernel;

    internal Parameter? Bias => bias;

    /// <summary>Gets a value indicating whether the cell has a second state, the carry.</summary>
    internal virtual bool HasCarry => false;

    /// <summary>Gets a value indicating whether the cell keeps a further value for each unit of each step.</summary>
    internal virtual bool HasExtra => false;

    /// <summary>Gets a value indicating whether the last gate has two gradients: by its input and by the product of the state.</summary>
    internal virtual bool HasExtraGradient => false;

    /// <summary>Gets a value indicating whether the backward pass reads the values before the activations.</summary>
    internal abstract bool NeedsPreActivations { get; }

    /// <summary>The number of vectors of which the bias consists.</summary>
    private protected virtual Shape BiasShape => new(GateCount * UnitCount);

    private protected virtual Initializer InitialBias => settings.BiasInitializer;

    /// <inheritdoc/>
    public override IReadOnlyList<int> StateSizes => stateSizes ??= HasCarry ? [UnitCount, UnitCount] : [UnitCount];

    /// <summary>Masks of steps are the business of the recurrent layer.</summary>
    public sealed override MaskHandling MaskHandling => MaskHandling.Refused;

    /// <inheritdoc/>
    protected internal sealed override void Build(LayerBuilder builder)
    {
        Shape input = builder.InputShapes[0];
        if (input.Rank != 1)
            throw builder.Error($"takes steps of one axis, the features; a step has the shape {input.ToStringWithBatch()}");
        int columns = GateCount * UnitCount;
        kernel = builder.AddParameter("kernel", [input[0], columns], settings.KernelInitializer, true, settings.KernelRegularizer,
            settings.KernelConstraint);
        recurrentKernel = builder.AddParameter("recurrent_kernel", [UnitCount, columns], settings.RecurrentInitializer, true,
            settings.RecurrentRegularizer, settings.RecurrentConstraint);
        bias = settings.UseBias
            ? builder.AddParameter("bias", BiasShape, InitialBias, true, settings.BiasRegularizer, settings.BiasConstraint)
            : null;
        oneStep.Declare(builder);
    }

    /// <inheritdoc/>
    protected internal sealed override void Forward(Frame frame) => oneStep.Forward(frame, TensorsOf(frame));

    /// <inheritdoc/>
    protected internal sealed override void Backward(Frame frame) => oneStep.Backward(frame, TensorsOf(frame), new SequenceGradients
    {
        Output = frame.OutputGradients[0],
        FinalHidden = frame.OutputGradients[1],
        FinalCarry = HasCarry ? frame.OutputGradients[2] : null,
        Input = frame.InputGradients[0],
        InitialHidden = frame.InputGradients[1],
        InitialCarry = HasCarry ? frame.InputGradients[2] : null,
    });

    private SequenceTensors TensorsOf(Frame frame) => new()
    {
        Input = frame.Inputs[0],
        Mask = null,
        Output = frame.Outputs[0],
        InitialHidden = frame.Inputs[1],
        InitialCarry = HasCarry ? frame.Inputs[2] : null,
        FinalHidden = frame.Outputs[1],
        FinalCarry = HasCarry ? frame.Outputs[2] : null,
    };

    /// <summary>Adds the products of the states and the recurrent kernel to the gates of one step, for some rows of the batch.</summary>
    internal virtual void AddProducts(in GatedPass pass, int time, int row, int rows) =>
        pass.AddProduct(pass.Gates, 0, time, row, rows, 0, GateCount, beta: 1);

    /// <summary>Computes the new states of one step of one row from the sums of its gates.</summary>
    internal abstract void ForwardRow(in GatedPass pass, int row, int time, Span<float> hidden, Span<float> carry);

    /// <summary>
    /// Computes the gradients of the gates of one step of one row. On entry, the gradients of the states are those of the new states; on
    /// return those of the previous ones, the products with the recurrent kernel left out.
    /// </summary>
    internal abstract void BackwardRow(in GatedPass pass, int row, int time, Span<float> hidden, Span<float> carry);

    /// <summary>Adds the products of the gradients of the gates and the recurrent kernel to the gradient of the state.</summary>
    internal virtual void AddBackwardProducts(in GatedPass pass, int time, int row, int rows) =>
        pass.AddBackwardProduct(pass.GateGradients, 0, time, row, rows, 0, GateCount);

    /// <summary>Writes the gradient of the recurrent kernel from the gradients of the gates of all steps.</summary>
    internal virtual void PutRecurrentGradient(in GatedPass pass, Tensor gradient) =>
        pass.PutRecurrentGradient(gradient, pass.Hidden, pass.GateGradients, 0, 0, GateCount);

    /// <summary>Writes the gradient of the bias from the gradients of the gates of all steps.</summary>
    internal virtual void PutBiasGradient(in GatedPass pass, Tensor gradient) => Rows.Sum(pass.GateGradients.Data, gradient.Data);
}
