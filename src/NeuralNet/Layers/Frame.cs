using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// One layer's tensors for one pass: what it is fed with, where it writes, and what it keeps from forward to backward. A frame
/// belongs to one pass at a time, so a layer that touches nothing else is safe on many threads.
/// </summary>
public sealed class Frame
{
    /// <summary>The greatest number of a scratch tensor: more than any layer needs, so that a mistake takes no memory.</summary>
    private const int MostScratch = 255;

    private readonly (Parameter Parameter, Tensor Gradient)[] parameterGradients;
    private readonly bool keepsPreActivation;
    private readonly RandomStream random = new(0);
    private readonly List<Tensor?> scratch = [];
    private Tensor? preActivation;
    private (int Seed, int NodeIndex, long Step) randomSource;
    private bool randomIsFresh;

    internal Frame(
        IReadOnlyList<Tensor> inputs, Tensor output, bool keepsPreActivation,
        Tensor? outputGradient, IReadOnlyList<Tensor?> inputGradients,
        (Parameter Parameter, Tensor Gradient)[]? parameterGradients = null)
    {
        Inputs = inputs;
        Output = output;
        this.keepsPreActivation = keepsPreActivation;
        OutputGradientOrNull = outputGradient;
        InputGradients = inputGradients;
        this.parameterGradients = parameterGradients ?? [];
    }

    /// <summary>The inputs, each with the batch as its first axis. Not to be written.</summary>
    public IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>The first input, with the batch as its first axis. Not to be written.</summary>
    public Tensor Input => Inputs[0];

    /// <summary>Where Forward writes, with the batch as its first axis.</summary>
    public Tensor Output { get; }

    /// <summary>
    /// The padding mask of the first input, in its shape without the last axis: 1 for a step that is data, 0 for padding; null if
    /// there is none. Not to be written.
    /// </summary>
    public Tensor? Mask => InputMasks.Count == 0 ? null : InputMasks[0];

    /// <summary>Where Forward writes the output's padding mask if the layer produces one (<see cref="MaskHandling"/>).</summary>
    public Tensor? OutputMask { get; internal init; }

    /// <summary>What the layer adds to the loss of this pass; Forward sets it, Backward adds its derivative. 0 unless set.</summary>
    public double Penalty { get; set; }

    /// <summary>dL/d(output), in the shape of the output. Backward may spoil it.</summary>
    /// <exception cref="InvalidOperationException">Nothing is differentiated in this pass, so Backward is not called.</exception>
    public Tensor OutputGradient => OutputGradientOrNull
        ?? throw new InvalidOperationException("This pass has no gradients: it only goes forward. The output gradient is there in Backward.");

    /// <summary>Where Backward writes dL/d(input) for each input; null where nobody needs it.</summary>
    public IReadOnlyList<Tensor?> InputGradients { get; }

    /// <summary>Where Backward writes dL/d(first input); null if nobody needs it.</summary>
    public Tensor? InputGradient => InputGradients[0];

    /// <summary>How many rows (samples) the pass has.</summary>
    public int BatchSize => Output.Rows;

    /// <summary>Whether this is a training pass, in which Dropout drops and BatchNormalization uses the batch's statistics.</summary>
    public bool IsTraining { get; private set; }

    /// <summary>
    /// Gets a value that indicates whether the layer was trainable when the run began: <see cref="Layer.IsTrainable"/> may change during
    /// a Fit, this value does not. BatchNormalization uses its moving statistics where the value is false.
    /// </summary>
    public bool IsTrainable { get; internal init; } = true;

    /// <summary>The stream of random numbers of this layer in this pass, the same for the same seed and step.</summary>
    public RandomStream Random
    {
        get
        {
            if (!randomIsFresh)
                random.Restart(randomSource.Seed, RandomPurpose.Layer, randomSource.NodeIndex, randomSource.Step);
            randomIsFresh = true;
            return random;
        }
    }

    /// <summary>
    /// Where a layer with an activation writes the values before it: a tensor of its own where they must be kept for the backward
    /// pass, else the output itself.
    /// </summary>
    public Tensor PreActivation => preActivation ??= keepsPreActivation ? new Tensor(Output.Shape) : Output;

    internal Tensor? OutputGradientOrNull { get; }

    internal IReadOnlyList<Tensor?> InputMasks { get; init; } = [];

    /// <summary>Whether the loss has already taken its gradient through the activation that ends the layer.</summary>
    internal bool OutputGradientIsPreActivation { get; set; }

    /// <summary>output = activation(pre-activation + bias), where the bias, if there is one, is added to every row.</summary>
    public void Activate(Activation activation, Parameter? bias = null)
    {
        ArgumentNullException.ThrowIfNull(activation);
        if (bias is not null && bias.Value.Length != Output.Shape.Last)
            throw NotABias(bias);
        ActivationPass.Forward(activation, PreActivation.Data, bias?.Value.Data, Output.Data, Output.Shape.Last);
    }

    /// <summary>dL/d(pre-activation), made in place from the output gradient.</summary>
    public Tensor PreActivationGradient(Activation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        if (!OutputGradientIsPreActivation)
            ActivationPass.Backward(activation, PreActivation.Data, Output.Data, OutputGradient.Data, Output.Shape.Last);
        return OutputGradient;
    }

    /// <summary>
    /// Where Backward writes the gradient of a parameter; null if nobody wants it, or if it was frozen when the pass was planned: what is
    /// trained stays the same for a whole Fit.
    /// </summary>
    public Tensor? Gradient(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        foreach ((Parameter wanted, Tensor gradient) in parameterGradients)
        {
            if (wanted == parameter)
                return gradient;
        }

        return null;
    }

    /// <summary>
    /// A tensor for intermediate values, kept from Forward to Backward of a pass and from pass to pass. Its first content is
    /// zeros; later it is what the last pass left.
    /// </summary>
    /// <param name="index">A number by which the layer knows this tensor: 0, 1, …</param>
    /// <param name="shape">Its shape, the same on every pass.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or above 255.</exception>
    /// <exception cref="ArgumentException">The tensor of this number has another length.</exception>
    public Tensor Scratch(int index, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return Existing(index, shape.Size) ?? NewScratch(index, shape);
    }

    /// <summary>A tensor of one axis for intermediate values.</summary>
    /// <inheritdoc cref="Scratch(int, Shape)"/>
    /// <param name="index">A number by which the layer knows this tensor: 0, 1, …</param>
    /// <param name="length">Its length, the same on every pass.</param>
    public Tensor Scratch(int index, int length) => Existing(index, length) ?? NewScratch(index, length);

    /// <summary>For a layer of several inputs that passes masks: a step is data if it is in one of them.</summary>
    internal void MergeMasks()
    {
        if (OutputMask is not { } merged || merged == InputMasks[0])
            return;
        InputMasks[0]!.Data.CopyTo(merged.Data, 0);
        for (int i = 1; i < InputMasks.Count; i++)
            TensorPrimitives.Max(merged.Data, InputMasks[i]!.Data, merged.Data);
    }

    /// <summary>Fills what Backward is to write.</summary>
    internal void FillGradients(float value)
    {
        foreach (Tensor? gradient in InputGradients)
            gradient?.AsSpan().Fill(value);
        foreach ((_, Tensor gradient) in parameterGradients)
            gradient.AsSpan().Fill(value);
    }

    internal void BeginPass(bool isTraining, int seed, int nodeIndex, long step)
    {
        IsTraining = isTraining;
        randomSource = (seed, nodeIndex, step);
        randomIsFresh = false;
    }

    private ArgumentException NotABias(Parameter bias) => new(
        $"'{bias.Name}' has the shape {bias.Shape}; a bias has one value for each of the {Output.Shape.Last} places of the output's last axis.",
        nameof(bias));

    private Tensor? Existing(int index, int length)
    {
        Tensor? existing = (uint)index < (uint)scratch.Count ? scratch[index] : null;
        if (existing is not null && existing.Length != length)
            throw new ArgumentException(FormattableString.Invariant($"The scratch tensor {index} has {Counted.Of(existing.Length, "value")} since it was first asked for; now it was asked for with {length}. Give each tensor its own number."));
        return existing;
    }

    private Tensor NewScratch(int index, Shape shape)
    {
        Require.Between(0, MostScratch, index);
        while (scratch.Count <= index)
            scratch.Add(null);
        var made = new Tensor(shape);
        scratch[index] = made;
        return made;
    }
}
