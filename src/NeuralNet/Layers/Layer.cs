using System.Text.RegularExpressions;

namespace NeuralNet;

/// <summary>
/// A function of tensors with parameters of its own. A layer holds no state of a pass: what a pass needs lies in its
/// <see cref="Frame"/>, so one layer may serve many passes and many models at once. To write one, derive and implement
/// <see cref="Build"/>, <see cref="Forward"/> and <see cref="Backward"/>; <c>GradientCheck</c> proves the last two.
/// </summary>
public abstract class Layer : IConfigurable
{
    private string? name;

    /// <summary>Starts a layer.</summary>
    /// <param name="name">Its name, unique in a model; if null the model gives it one: <c>dense</c>, <c>dense_1</c>, …</param>
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

    /// <summary>Whether training changes the parameters; set to false, the layer is frozen, from the next Fit on.</summary>
    public bool IsTrainable { get; set; } = true;

    /// <summary>The parameters in the order of their declaration; none before the layer is built.</summary>
    public IReadOnlyList<Parameter> Parameters { get; private set; } = [];

    /// <summary>The shape of the output, without the batch axis; null before the layer is built.</summary>
    public Shape? OutputShape { get; private set; }

    /// <summary>The layers that can be made from a file.</summary>
    internal static Registry<Layer> Known { get; } = LayerRegistry.Create();

    /// <summary>The class's name in Keras, by which files know it.</summary>
    protected internal virtual string ClassName => GetType().Name;

    /// <summary>The activation that ends the layer, or null: a loss that fuses with it takes the values before it.</summary>
    protected internal virtual Activation? FinalActivation => null;

    /// <summary>What the layer does with the padding mask of its inputs; it refuses one unless overridden.</summary>
    protected internal virtual MaskHandling MaskHandling => MaskHandling.Refused;

    string IConfigurable.ClassName => ClassName;

    internal bool IsNamed => name is not null;

    /// <summary>The name before a model gives one: the class's name in snake case, as Keras forms it.</summary>
    internal string DefaultName
    {
        get
        {
            string words = Regex.Replace(ClassName, "(.)([A-Z][a-z]+)", "$1_$2");
            return Regex.Replace(words, "([a-z])([A-Z])", "$1_$2").ToLowerInvariant();
        }
    }

    internal IReadOnlyList<Shape> InputShapes { get; private set; } = [];

    /// <summary>Called once: checks what the layer is fed with, declares the parameters, returns the output's shape.</summary>
    /// <returns>The shape of the output, without the batch axis.</returns>
    protected internal abstract Shape Build(LayerBuilder builder);

    /// <summary>Reads the inputs and the parameters and writes the frame's output; touches nothing else.</summary>
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

    /// <summary>The values before <see cref="FinalActivation"/> of a forward pass.</summary>
    protected internal virtual Tensor Logits(Frame frame) => frame.PreActivation;

    /// <summary>
    /// Writes the settings that make this layer again; none unless overridden. Save refuses a class of the program's own whose constructor takes
    /// parameters and that does not override it.
    /// </summary>
    protected internal virtual void WriteTo(Configuration configuration) => configuration.SetNothing(this);

    void IConfigurable.WriteTo(Configuration configuration)
    {
        configuration.Set("name", Name);
        configuration.Set("trainable", IsTrainable);
        configuration.BeginOwn();
        WriteTo(configuration);
    }

    /// <summary>Builds the layer for these inputs, or checks that it was built for such.</summary>
    internal Shape BuildFor(IReadOnlyList<Shape> inputShapes)
    {
        if (OutputShape is not null)
            return inputShapes.SequenceEqual(InputShapes)
                ? OutputShape
                : throw new ArgumentException(
                    $"The layer '{Name}' ({ClassName}) was built for inputs of shape {Join(InputShapes)} and cannot take {Join(inputShapes)}. Make a layer of its own for them.");
        var builder = new LayerBuilder(this, inputShapes);
        Shape outputShape = Build(builder) ?? throw builder.Error("gave no shape of its output; Build returns one");
        if (outputShape.Size == 0)
            throw builder.Error($"gave an output of shape {outputShape.ToStringWithBatch()}, which has no values; every size is at least 1");
        (InputShapes, Parameters, OutputShape) = (inputShapes, builder.Finish(), outputShape);
        return outputShape;

        static string Join(IReadOnlyList<Shape> shapes) => string.Join(" and ", shapes);
    }

    /// <summary>
    /// Creates a layer that gives the values before <see cref="FinalActivation"/> and shares the parameters; null if there is none.
    /// </summary>
    internal virtual Layer? WithoutActivation() => null;

    /// <summary>Takes over the name, the shapes and the parameters of a built layer.</summary>
    private protected void ShareParameters(Layer source) => (name, InputShapes, Parameters, OutputShape, IsTrainable) =
        (source.Name, source.InputShapes, source.Parameters, source.OutputShape, source.IsTrainable);

    private static string RequireName(string name, string parameterName) =>
        string.IsNullOrWhiteSpace(name) || name.Contains('/', StringComparison.Ordinal)
            ? throw new ArgumentException($"A layer's name must have a letter and no slash; it was '{name}'.", parameterName)
            : name;

    /// <summary>Gives a name to a layer that has none yet.</summary>
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
