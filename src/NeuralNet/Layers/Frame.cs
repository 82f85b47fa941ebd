namespace NeuralNet;

/// <summary>
/// The tensors of one layer for one pass: its inputs, its outputs, and the memory that it keeps from forward to backward. A frame belongs
/// to one pass at a time, so a layer that changes nothing else is safe on many threads.
/// </summary>
public sealed class Frame
{
    private readonly Layer layer;
    private readonly bool isActivated;
    private readonly Tensor[] inputs, outputs;
    private readonly Tensor?[] inputGradients, inputMasks, outputMasks;
    private readonly Tensor?[] outputGradients;
    private readonly Tensor[] memory;
    private readonly object? prepared;
    private readonly (Parameter Parameter, GradientRows Gradient)[] parameterGradients;
    private readonly RandomStream random = new(0);
    private RowRandom? rowRandom;
    private (int Seed, long Use, long Step) randomSource;
    private BatchPart? part;
    private bool randomIsFresh, rowRandomIsFresh;

    internal Frame(Layer layer, FrameTensors tensors)
    {
        this.layer = layer;
        isActivated = tensors.IsActivated;
        inputs = tensors.Inputs;
        inputGradients = tensors.InputGradients;
        inputMasks = tensors.InputMasks;
        outputMasks = tensors.OutputMasks;
        outputs = tensors.Outputs;
        outputGradients = tensors.OutputGradients;
        memory = tensors.Memory;
        prepared = tensors.Prepared;
        parameterGradients = tensors.ParameterGradients;
        PreActivation = tensors.PreActivation;
        BatchSize = outputs[0].Rows;
        IsTrainable = layer.IsTrainable;
    }

    /// <summary>The inputs, each with the batch as its first axis. Not to be written.</summary>
    public IReadOnlyList<Tensor> Inputs => inputs;

    /// <summary>The first input, with the batch as its first axis. Not to be written.</summary>
    public Tensor Input => inputs[0];

    /// <summary>The tensors that Forward writes, each with the batch as its first axis.</summary>
    /// <exception cref="InvalidOperationException">The layer has a final activation, so it writes <see cref="PreActivation"/>.</exception>
    public IReadOnlyList<Tensor> Outputs => !isActivated ? outputs : throw OutputIsThePass();

    /// <summary>The tensor that Forward writes, with the batch as its first axis: the first output.</summary>
    /// <exception cref="InvalidOperationException">The layer has a final activation, so it writes <see cref="PreActivation"/>.</exception>
    public Tensor Output => !isActivated ? outputs[0] : throw OutputIsThePass();

    /// <summary>
    /// The tensor that Forward writes in a layer with a <see cref="Layer.FinalActivation"/>: the values before the bias and the activation,
    /// which the pass applies.
    /// </summary>
    public Tensor PreActivation { get; }

    /// <summary>
    /// The padding mask of each input, in its shape without the last axis: 1 for a step that is data, 0 for padding; null for an input
    /// without one. Not to be written.
    /// </summary>
    public IReadOnlyList<Tensor?> InputMasks => inputMasks;

    /// <summary>The padding mask of the first input; null if there is none. Not to be written.</summary>
    public Tensor? Mask => inputMasks.Length == 0 ? null : inputMasks[0];

    /// <summary>
    /// The tensors for the padding masks of the outputs, null for an output without one (<see cref="Layer.OutputMasksFor"/>). Forward
    /// writes those that the layer makes; a mask that is passed on is the input's very tensor.
    /// </summary>
    public IReadOnlyList<Tensor?> OutputMasks => outputMasks;

    /// <summary>The tensor for the padding mask of the first output; null if it has none.</summary>
    public Tensor? OutputMask => outputMasks[0];

    /// <summary>
    /// The addition of the layer to the loss of this pass; Forward sets it, Backward adds its derivative. 0 unless set. It is a mean over
    /// the rows: where processes share a batch, those of its parts are weighted by their numbers of rows.
    /// </summary>
    public double Penalty { get; set; }

    /// <summary>
    /// dL/d(output) for each output, in its shape; of a layer with a final activation dL/d(pre-activation). Null or all
    /// zeros for an output that has no reader. Backward may overwrite them.
    /// </summary>
    public IReadOnlyList<Tensor?> OutputGradients => outputGradients;

    /// <summary>
    /// dL/d(output), in the shape of the first output; of a layer with a final activation dL/d(pre-activation). Backward may overwrite it.
    /// </summary>
    /// <exception cref="InvalidOperationException">Nothing is differentiated in this pass, so Backward is not called.</exception>
    public Tensor OutputGradient => outputGradients[0]
        ?? throw new InvalidOperationException(
            "This pass has no gradients: it only goes forward. The output gradient is there in Backward.");

    /// <summary>The tensor for dL/d(input) of each input, which Backward writes; null for an input whose gradient is not needed.</summary>
    public IReadOnlyList<Tensor?> InputGradients => inputGradients;

    /// <summary>The tensor for dL/d(first input), which Backward writes; null if it is not needed.</summary>
    public Tensor? InputGradient => inputGradients[0];

    /// <summary>The number of rows (samples) of the pass.</summary>
    public int BatchSize { get; }

    /// <summary>
    /// Gets a value indicating whether this is a training pass, in which Dropout drops and BatchNormalization uses the batch's statistics.
    /// </summary>
    public bool IsTraining { get; private set; }

    /// <summary>
    /// Gets a value indicating whether the layer was trainable when the run began, as <see cref="Layer.IsTrainable"/> but the same for a
    /// whole Fit. A frozen BatchNormalization uses its moving statistics.
    /// </summary>
    public bool IsTrainable { get; }

    /// <summary>
    /// The stream of random numbers of this layer in this pass, for values that all rows share: the same for the same seed and step, also
    /// where processes share the rows of a batch. Random numbers of single rows come from <see cref="RowRandom"/>.
    /// </summary>
    public RandomStream Random
    {
        get
        {
            if (!randomIsFresh)
                random.Restart(randomSource.Seed, RandomPurpose.Layer, randomSource.Use, randomSource.Step);
            randomIsFresh = true;
            return random;
        }
    }

    /// <summary>The random numbers of this layer in this pass that belong to single rows of the batch.</summary>
    public RowRandom RowRandom
    {
        get
        {
            rowRandom ??= new RowRandom(layer, BatchSize);
            if (!rowRandomIsFresh)
                rowRandom.Begin(randomSource.Seed, randomSource.Use, randomSource.Step, part?.FirstRow ?? 0);
            rowRandomIsFresh = true;
            return rowRandom;
        }
    }

    /// <summary>
    /// Returns <see cref="RowRandom"/>, whose next numbers depend on a seed of the layer in place of that of the model; they are the same
    /// for each call.
    /// </summary>
    /// <param name="seed">The seed of the layer; null for that of the model.</param>
    internal RowRandom RowRandomOf(int? seed)
    {
        if (seed is not int own)
            return RowRandom;
        RowRandom random = RowRandom;
        random.Begin(own, randomSource.Use, randomSource.Step, part?.FirstRow ?? 0);
        return random;
    }

    /// <summary>The tensor of this pass for memory that the layer has declared.</summary>
    /// <exception cref="ArgumentException">The memory is another layer's.</exception>
    public Tensor this[LayerMemory declared]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(declared);
            return (uint)declared.Index < (uint)memory.Length
                ? memory[declared.Index]
                : throw new ArgumentException(
                    $"The memory '{declared.Name}' was not declared by the layer '{layer.Name}' ({layer.ClassName}).", nameof(declared));
        }
    }

    /// <summary>The first output after the final activation, if there is one.</summary>
    internal Tensor Activated => outputs[0];

    internal Tensor? OutputGradientOrNull => outputGradients[0];

    /// <summary>The part of a batch that the rows are, where processes share it; null for a whole batch.</summary>
    internal BatchPart? Part => part;

    /// <summary>The step of the training.</summary>
    internal long Step => randomSource.Step;

    /// <summary>The seed of layers that this layer runs within its own passes: each use of this layer has another one.</summary>
    internal int InnerSeed => unchecked((int)RandomKey.Of(randomSource.Seed, RandomPurpose.Layer, randomSource.Use, 0));

    /// <summary>Returns the object that <see cref="Layer.Prepare"/> returned for the shapes of this plan.</summary>
    /// <exception cref="InvalidCastException">The object is of another type.</exception>
    public T Prepared<T>()
        where T : class => (T)prepared!;

    /// <summary>
    /// Returns the object that <see cref="Layer.Prepare"/> returned for the shapes of this plan; null if it returned null.
    /// </summary>
    /// <exception cref="InvalidCastException">The object is of another type.</exception>
    public T? PreparedOrNull<T>()
        where T : class => (T?)prepared;

    /// <summary>
    /// Returns the tensor for the gradient of a parameter, which Backward writes; null if it is not needed, or if the parameter was frozen
    /// when the pass was planned: the trained parameters stay the same for a whole Fit.
    /// </summary>
    public Tensor? Gradient(Parameter parameter) => GradientOf(parameter)?.TouchAll();

    /// <summary>
    /// Returns the gradient of a parameter for a Backward that adds to the few rows that its batch uses, all rows being 0; null where
    /// <see cref="Gradient"/> is. Each call clears the gradient.
    /// </summary>
    public GradientRows? GradientRows(Parameter parameter)
    {
        GradientRows? gradient = GradientOf(parameter);
        gradient?.Clear();
        return gradient;
    }

    /// <summary>
    /// Replaces sums over the rows of the frame by sums over all rows of the batch, where processes share it
    /// (<see cref="BatchSize"/> is the number of rows of the frame); otherwise they are the same. For a layer whose rows depend on each
    /// other, such as <see cref="BatchNormalization"/>, in Forward. All processes wait for each other, so the call must not depend on the
    /// values.
    /// </summary>
    public void SumOverBatch(Span<float> sums) => part?.Sum(sums, 1);

    /// <summary>
    /// Replaces sums of gradients over the rows of the frame by sums over all rows of the batch, in Backward, as
    /// <see cref="SumOverBatch"/> does in Forward. The gradients in a frame are those of the mean over its own rows; the sums are in the
    /// same scale.
    /// </summary>
    public void SumGradientsOverBatch(Span<float> sums)
    {
        if (part is null)
            return;
        part.Sum(sums, part.Weight);
        foreach (ref float sum in sums)
            sum = part.Rows == 0 ? 0 : (float)(sum / part.Weight);
    }

    /// <summary>Fills the tensors that Backward writes.</summary>
    internal void FillGradients(float value)
    {
        foreach (Tensor? gradient in inputGradients)
            gradient?.Data.Fill(value);
        foreach ((_, GradientRows gradient) in parameterGradients)
            gradient.TouchAll().Data.Fill(value);
    }

    internal void BeginPass(bool isTraining, int seed, long use, long step, BatchPart? part)
    {
        IsTraining = isTraining;
        Penalty = 0;
        this.part = part;
        randomSource = (seed, use, step);
        randomIsFresh = rowRandomIsFresh = false;
    }

    private GradientRows? GradientOf(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        foreach ((Parameter wanted, GradientRows gradient) in parameterGradients)
        {
            if (wanted == parameter)
                return gradient;
        }

        return null;
    }

    private InvalidOperationException OutputIsThePass() => new(
        $"The layer '{layer.Name}' ({layer.ClassName}) has a FinalActivation, so it writes frame.PreActivation, and the activation is "
        + "applied for it; its output is not its own to read or write.");
}

/// <summary>The tensors of a frame, which a plan provides.</summary>
internal sealed class FrameTensors
{
    public required Tensor[] Inputs { get; init; }

    public required Tensor[] Outputs { get; init; }

    /// <summary>Gets a value indicating whether the pass applies a bias or an activation after the layer.</summary>
    public required bool IsActivated { get; init; }

    public required Tensor PreActivation { get; init; }

    public required Tensor?[] InputMasks { get; init; }

    public required Tensor?[] OutputMasks { get; init; }

    public required Tensor[] Memory { get; init; }

    public required object? Prepared { get; init; }

    public required Tensor?[] InputGradients { get; init; }

    public required Tensor?[] OutputGradients { get; init; }

    public required (Parameter Parameter, GradientRows Gradient)[] ParameterGradients { get; init; }
}
