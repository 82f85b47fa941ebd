namespace NeuralNet;

/// <summary>
/// A function of tensors with parameters of its own. A layer holds no state of a pass: the state is in the <see cref="Frame"/> of the pass,
/// so one layer may serve many passes and many models at once. To write one, derive and implement
/// <see cref="Build"/>, <see cref="OutputShapeFor"/>, <see cref="Forward"/> and <see cref="Backward"/>; <c>GradientCheck</c> proves the
/// last two.
/// </summary>
public abstract class Layer : IConfigurable
{
    private string? name;

    /// <summary>Creates a layer.</summary>
    /// <param name="name">The name, unique in a model; if null the model gives the layer one: <c>dense</c>, <c>dense_1</c>, …</param>
    /// <exception cref="ArgumentException">The name is empty or contains a slash.</exception>
    protected Layer(string? name = null)
    {
        this.name = name is null ? null : RequireName(name, nameof(name));
    }

    /// <summary>
    /// The layer's name: given by the caller, or by the first model that it is put into. It may be changed, as where layers of two models
    /// meet in a third; the parameters have their names from it, so weights that were saved before are known by the old ones.
    /// </summary>
    /// <exception cref="ArgumentException">The name is empty or contains a slash.</exception>
    public string Name
    {
        get => name ?? DefaultName;
        set => name = RequireName(value, nameof(value));
    }

    /// <summary>
    /// Gets a value indicating whether training changes the parameters; set to false, the layer is frozen, from the next Fit on.
    /// </summary>
    public virtual bool IsTrainable { get; set; } = true;

    /// <summary>The parameters in the order of their declaration; none before the layer is built.</summary>
    public IReadOnlyList<Parameter> Parameters { get; private set; } = [];

    /// <summary>
    /// The shape of the first output where the layer was first put, without the batch axis; null before the layer is built.
    /// </summary>
    public Shape? OutputShape { get; private set; }

    /// <summary>The layers that can be made from a file.</summary>
    internal static Registry<Layer> Known { get; } = new Registry<Layer>("layer").AddAll().Add("InputLayer", InputLayer.From);

    bool IConfigurable.IsMoreThanSettings => true;

    /// <summary>The class's name in Keras, by which files know it.</summary>
    public virtual string ClassName => GetType().Name;

    /// <summary>
    /// Gets the activation that ends the layer, or null. A layer that has one writes the values before it to
    /// <see cref="Frame.PreActivation"/>; the pass adds the <see cref="FinalBias"/>, applies the activation, and hands the gradient of the
    /// values before it to Backward. So a loss that fuses with the activation can take those values, whatever layer they come from.
    /// </summary>
    public virtual Activation? FinalActivation => null;

    /// <summary>
    /// Gets a value indicating whether the values before the <see cref="FinalActivation"/> are an affine function of the inputs outside
    /// training, whatever the values of the parameters; false, which stands for "not known", unless overridden. Explanations take the
    /// derivative of such a layer once, where they otherwise average it over many points.
    /// </summary>
    public virtual bool IsAffine => false;

    /// <summary>
    /// Gets the bias that ends the layer, or null: one value for each place of the output's last axis. The pass adds it before the
    /// <see cref="FinalActivation"/> and writes its gradient.
    /// </summary>
    protected internal virtual Parameter? FinalBias => null;

    /// <summary>
    /// Gets the penalty on the first output of a batch, divided by the number of samples, or null. The pass adds it to the loss.
    /// Keras: layers/layer.py, <c>activity_regularizer</c>.
    /// </summary>
    public virtual Regularizer? ActivityRegularizer => null;

    /// <summary>The treatment of the padding mask of the inputs; the layer refuses a mask unless overridden.</summary>
    public virtual MaskHandling MaskHandling => MaskHandling.Refused;

    string IConfigurable.ClassName => ClassName;

    internal bool IsNamed => name is not null;

    /// <summary>The name before a model gives one: the class's name in snake case, as Keras forms it.</summary>
    internal string DefaultName => SnakeCase.Of(ClassName);

    internal IReadOnlyList<Shape> InputShapes { get; private set; } = [];

    /// <summary>The training of the declared parameters, which all models that share the layer use.</summary>
    internal LayerTraining Training { get; } = new();

    /// <summary>
    /// Declares the parameters, and the memory that passes need. Called wherever the layer is put; from the second time on the
    /// declarations must be those of the first, so they depend only on what is fixed, such as the size of the last axis.
    /// </summary>
    protected internal virtual void Build(LayerBuilder builder)
    {
    }

    /// <summary>
    /// Computes the shape of the only output; that of the first input unless overridden. Called for each plan; changes nothing.
    /// </summary>
    /// <param name="inputs">The shape of each input, without the batch axis. Axes may be open.</param>
    /// <returns>The shape, without the batch axis. An axis is open where the inputs' open axes decide on it.</returns>
    /// <exception cref="ArgumentException">The layer cannot take these inputs (<see cref="Error"/>).</exception>
    protected internal virtual Shape OutputShapeFor(IReadOnlyList<Shape> inputs) => OnlyInput(inputs);

    /// <summary>Computes the shape of each output of a layer that has several; <see cref="OutputShapeFor"/> unless overridden.</summary>
    /// <inheritdoc cref="OutputShapeFor"/>
    protected internal virtual IReadOnlyList<Shape> OutputShapesFor(IReadOnlyList<Shape> inputs) => [OutputShapeFor(inputs)];

    /// <summary>
    /// Computes what follows from the shapes of a plan alone, such as tables of indices. The result belongs to the plan and comes back as
    /// <see cref="Frame.Prepared{T}"/>.
    /// </summary>
    protected internal virtual object? Prepare(PassShapes shapes) => null;

    /// <summary>
    /// Computes for each output whether it carries a padding mask, from which inputs do; by <see cref="MaskHandling"/> unless overridden. A
    /// layer that overrides it writes the masks in Forward, to <see cref="Frame.OutputMasks"/>.
    /// </summary>
    /// <exception cref="ArgumentException">A mask reaches an input that has no use for it.</exception>
    /// <remarks>By <see cref="MaskHandling"/>, a merged output carries a mask if all inputs do, as in Keras.</remarks>
    protected internal virtual IReadOnlyList<bool> OutputMasksFor(IReadOnlyList<bool> inputHasMask, int outputs)
    {
        bool hasMask = MaskHandling switch
        {
            MaskHandling.Produced => true,
            MaskHandling.Passed => inputHasMask.Count > 0 && inputHasMask.All(isMasked => isMasked),
            MaskHandling.Consumed => false,
            _ => inputHasMask.Any(isMasked => isMasked)
                ? throw Error(
                    "cannot use the padding mask that reaches it from an Embedding: padding would count as data. Put "
                    + "GlobalAveragePooling1D or GlobalMaxPooling1D before it, or make the Embedding with maskZero: false")
                : false,
        };
        return [.. Enumerable.Repeat(hasMask, outputs)];
    }

    /// <summary>Reads the inputs and the parameters and writes the frame's outputs; touches nothing else.</summary>
    protected internal abstract void Forward(Frame frame);

    /// <summary>
    /// Writes the gradient of each parameter that wants one and the input gradients that are not null. Overwrites them: sums over
    /// several uses are made elsewhere. May be called several times after one Forward, each time with another output gradient, and must be
    /// right each time: it may spoil the frame's output gradient, which is written anew before each call, but nothing that Forward left in
    /// the frame.
    /// </summary>
    protected internal abstract void Backward(Frame frame);

    /// <summary>
    /// Called after each training step for a layer that keeps statistics, such as running means, in parameters that are not trained:
    /// takes what the step's passes left in the frame into them. Forward must not do so, since it may run on many threads.
    /// </summary>
    protected internal virtual void UpdateStatistics(Frame frame)
    {
    }

    /// <summary>Checks data of which each row feeds the layer, before any of them is used; any data will do unless overridden.</summary>
    /// <exception cref="ArgumentException">A value means nothing to the layer; the message says which and why.</exception>
    protected internal virtual void CheckInput(Tensor input)
    {
    }

    /// <summary>
    /// Gets a value indicating whether the values before the <see cref="FinalActivation"/> are the first input itself, which Forward need
    /// not copy.
    /// </summary>
    internal virtual bool ActivatesInput => false;

    /// <summary>
    /// Gets a value indicating whether the only output is the only input outside training, so that predictions leave the layer out.
    /// </summary>
    internal virtual bool IsIdentityInPredictions => false;

    /// <summary>
    /// Gets the factor and the offset by which the layer outside training multiplies and moves each index of the last axis; null if it
    /// computes anything else. Called for predictions that do not see later changes of the parameters.
    /// </summary>
    internal virtual FeatureScaling? ScalingInPredictions => null;

    /// <summary>
    /// Creates a layer that computes, outside training, what this layer and the next one compute in sequence; null if there is none. The
    /// new layer has copies of the parameters.
    /// </summary>
    internal virtual Layer? FollowedBy(Layer next) => null;

    /// <summary>
    /// Creates the layer that takes the place of this one in predictions, with copies of the parameters in the order in which products read
    /// them; this layer unless overridden.
    /// </summary>
    internal virtual Layer Packed() => this;

    /// <summary>
    /// Writes the settings that recreate this layer; none unless overridden. Save refuses a custom class whose constructor takes parameters
    /// and that does not override it.
    /// </summary>
    protected internal virtual void WriteTo(Configuration configuration) => configuration.SetNothing(this);

    void IConfigurable.WriteTo(Configuration configuration)
    {
        configuration.Set("name", Name);
        configuration.Set("trainable", IsTrainable);
        configuration.BeginOwn();
        WriteTo(configuration);
    }

    /// <summary>The memory that passes need, as declared.</summary>
    internal IReadOnlyList<LayerMemory> Memory { get; private set; } = [];

    /// <summary>Gets the shape of the only input.</summary>
    /// <exception cref="ArgumentException">The layer is fed with several inputs.</exception>
    protected Shape OnlyInput(IReadOnlyList<Shape> inputs) => inputs.Count == 1
        ? inputs[0]
        : throw Error($"takes one input; it was given {inputs.Count}. Merge them first, with Concatenate for example");

    /// <summary>Creates the exception for inputs that the layer cannot take: <c>The layer 'dense' (Dense)</c>, then the message.</summary>
    protected internal ArgumentException Error(string message) => new($"The layer '{Name}' ({ClassName}) {message}.");

    /// <summary>Returns the path of a parameter below this layer: its own name, unless it belongs to a layer within this one.</summary>
    internal virtual string PathWithin(Parameter parameter) => parameter.ShortName;

    /// <summary>Reverts a build after an error in its caller, so that the layer can be built again.</summary>
    internal virtual void Unbuild() => (InputShapes, Parameters, Memory, OutputShape) = ([], [], [], null);

    /// <summary>Builds the layer for these inputs, or checks that its parameters serve them too.</summary>
    /// <returns>The shapes of the outputs, without the batch axis.</returns>
    internal IReadOnlyList<Shape> BuildFor(IReadOnlyList<Shape> inputShapes)
    {
        var builder = new LayerBuilder(this, inputShapes, OutputShape is null ? null : Parameters);
        Build(builder);
        IReadOnlyList<Shape> outputs = OutputShapesFor(inputShapes);
        if (outputs is null || outputs.Count == 0 || outputs.Contains(null!))
            throw Error("gave no shape of its output; OutputShapeFor returns one");
        foreach (Shape output in outputs)
        {
            if (output.IsFixed && output.Size == 0)
                throw Error($"gave an output of shape {output.ToStringWithBatch()}, which has no values; every size is at least 1");
        }

        builder.RequireSame();
        if (OutputShape is null)
            (InputShapes, Parameters, Memory, OutputShape) = (inputShapes, builder.Parameters, builder.Memory, outputs[0]);
        return outputs;
    }

    /// <summary>
    /// Creates a layer that gives the values before <see cref="FinalActivation"/> and shares the parameters; null if there is none.
    /// </summary>
    internal virtual Layer? WithoutActivation() => null;

    /// <summary>Copies the name, the shapes and the parameters of this built layer to a new layer.</summary>
    private protected TLayer ShareParameters<TLayer>(TLayer copy)
        where TLayer : Layer
    {
        (copy.name, copy.InputShapes, copy.Parameters, copy.OutputShape, copy.IsTrainable) =
            (Name, InputShapes, Parameters, OutputShape, IsTrainable);
        return copy;
    }

    private static string RequireName(string name, string parameterName) =>
        string.IsNullOrWhiteSpace(name) || name.Contains('/', StringComparison.Ordinal)
            ? throw new ArgumentException($"A layer's name must have a letter and no slash; it was '{name}'.", parameterName)
            : name;

    /// <summary>Names a layer that has no name yet.</summary>
    internal void GiveName(string givenName) => name ??= givenName;

    /// <summary>Draws the first values of parameters that have none yet, each from a stream of its own.</summary>
    internal void InitializeParameters(int seed, int layerIndex)
    {
        for (int i = 0; i < Parameters.Count; i++)
        {
            if (!Parameters[i].HasValue)
                Parameters[i].Initialize(new RandomStream(seed, RandomPurpose.Weights, layerIndex, i));
        }
    }
}
