using System.Diagnostics.CodeAnalysis;

namespace NeuralNet;

/// <summary>
/// A model of connected layers that can be trained, evaluated, used for predictions and saved. A functional model consists of the layers
/// between symbolic inputs and outputs: <c>new Model(inputs, outputs)</c>; a model of a chain of layers is a <see cref="Sequential"/>.
/// Predict, Evaluate and the other methods that do not change the model may be called from many threads at once, and from callbacks, which
/// Fit calls between its steps. A call that overlaps a training step of this model, or of another model that shares a trained layer, throws
/// an <see cref="InvalidOperationException"/>. A training throws this exception too while another model trains a layer that both share;
/// models that share only frozen layers may be trained at the same time.
/// </summary>
public partial class Model : ITrainedModel
{
    private readonly string? givenName;
    private StepGuard stepGuard;
    private ModelLayer? asLayer;

    /// <summary>Creates a model with one input and one output.</summary>
    /// <exception cref="ArgumentException">The output does not depend on the input.</exception>
    public Model(Input input, Node output, string? name = null)
        : this([input ?? throw new ArgumentNullException(nameof(input))], [output ?? throw new ArgumentNullException(nameof(output))], name)
    {
    }

    /// <summary>Creates a model with several inputs or outputs.</summary>
    /// <exception cref="ArgumentException">
    /// The outputs do not depend on the inputs, two layers share a name, or the inputs have different seeds.
    /// </exception>
    public Model(IReadOnlyList<Input> inputs, IReadOnlyList<Node> outputs, string? name = null)
        : this(
            LayerGraph.Between(RequireSome(inputs, nameof(inputs)), RequireSome(outputs, nameof(outputs))), SeedOf(inputs),
            name)
    {
    }

    internal Model(LayerGraph graph, int? seed, string? name)
    {
        givenName = name;
        Name = name ?? (this is Sequential ? "sequential" : "functional");
        Seed = seed ?? System.Random.Shared.Next();
        Graph = graph;
        graph.Initialize(Seed);
        plans = new PlanPool(graph);
        stepGuard = new StepGuard(Name, graph);
    }

    /// <summary>The name of the model, which a summary shows.</summary>
    public string Name { get; }

    /// <summary>
    /// The seed of weights, shuffling and dropout: the seed that was given to the inputs or, if there was none, a random one; after
    /// <see cref="BackupAndRestore"/> has resumed a training, the seed of that training.
    /// </summary>
    public int Seed { get; private set; }

    int ITrainedModel.Seed
    {
        get => Seed;
        set => Seed = value;
    }

    StepGuard ITrainedModel.StepGuard => stepGuard;

    IReadOnlyList<(string What, string Text)> ITrainedModel.Describe(TrainingRun run) => RunFingerprint.Of(run).Texts;

    /// <summary>The layers in order of computation, each once, without inputs.</summary>
    public IReadOnlyList<Layer> Layers => Graph.Layers;

    /// <summary>The parameters of all layers.</summary>
    public IReadOnlyList<Parameter> Parameters => Graph.Parameters;

    /// <summary>The shape of a row of each input, without the batch axis.</summary>
    public IReadOnlyList<Shape> InputShapes => [.. Graph.InputShapes];

    /// <summary>The shape of a row of each output, without the batch axis.</summary>
    public IReadOnlyList<Shape> OutputShapes => [.. Graph.OutputShapes];

    /// <summary>
    /// The layers that compute and the ports that feed them, for programs that walk a model, such as exporters. A <see cref="Sequential"/>
    /// has a new graph after each layer that is added.
    /// </summary>
    public LayerGraph Graph { get; private set; }

    /// <summary>
    /// Converts a model to a layer, so that another model can contain it: <c>new Input(64).Add(encoder).Dense(10)</c>. The weights are
    /// shared, and a model converts to the same layer each time. To share no weights, convert a clone of the model.
    /// </summary>
    [return: NotNullIfNotNull(nameof(model))]
    public static implicit operator Layer?(Model? model) => model?.asLayer ?? (model is null ? null : model.asLayer = model.NewLayer());

    /// <summary>Returns a layer by its name; a layer that is part of another one by its path, <c>encoder/dense</c>.</summary>
    /// <exception cref="ArgumentException">There is no such layer; the message gives the closest path and lists the layers.</exception>
    public Layer GetLayer(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return FindLayer(name, nameof(name));
    }

    /// <summary>
    /// Returns the path of a layer within the model: its name after the names of the composite layers and models that contain the layer,
    /// <c>encoder/dense</c>. For a layer that is used several times, the path is that of the first use. <see cref="GetLayer"/> takes this
    /// path.
    /// </summary>
    /// <exception cref="ArgumentException">The model does not have the layer.</exception>
    public string PathOf(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return Graph.FindPath(layer) ?? throw new ArgumentException($"The model '{Name}' does not have the layer '{layer.Name}' "
            + $"({layer.ClassName}). It has: {string.Join(", ", Graph.Paths)}.", nameof(layer));
    }

    /// <summary>
    /// Returns the path of a parameter within the model: the path of its layer and its own name, <c>encoder/dense/kernel</c>. Files contain
    /// parameters by their paths, and patterns of <see cref="Optimizer.ExcludeFromWeightDecay"/> with a slash match them. Keras:
    /// <c>Variable.path</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The model does not have the parameter.</exception>
    public string PathOf(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return Graph.Parameters.Contains(parameter)
            ? Graph.PathOf(parameter)
            : throw new ArgumentException($"The model '{Name}' does not have the parameter '{parameter.Name}'. It has: "
                + $"{string.Join(", ", Graph.Parameters.Select(Graph.PathOf))}.", nameof(parameter));
    }

    /// <summary>Writes the layers with their output shapes and numbers of parameters as a table.</summary>
    /// <param name="writer">The writer that receives the table; the console by default.</param>
    /// <param name="batchSize">
    /// A number of rows. If given, the memory that a prediction and a training step with this number of rows take in addition to the
    /// parameters is written below the table; the inputs must then have no open axes.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">batchSize is less than 1.</exception>
    /// <exception cref="ArgumentException">batchSize is given and an input has an open axis.</exception>
    public void Summary(TextWriter? writer = null, int? batchSize = null) =>
        ModelSummary.Write(this, writer ?? Console.Out, Require.PositiveIfGiven(batchSize));

    /// <summary>Replaces the graph, and the plans with it.</summary>
    /// <exception cref="ArgumentException">The labels do not match the outputs of the new graph.</exception>
    private protected void Replace(LayerGraph graph)
    {
        PlaceNames.OfClasses(graph, labels, nameof(Labels));
        graph.Initialize(Seed);
        (Graph, asLayer) = (graph, null);
        plans = new PlanPool(graph);
        stepGuard = new StepGuard(Name, graph);
    }

    /// <summary>Creates the layer of this model. If the caller gave no name, the model that contains the layer chooses one.</summary>
    private ModelLayer NewLayer() => new(Graph, this is Sequential, givenName);

    private Layer FindLayer(string name, string argument) => Graph.FindLayer(name) ?? throw new ArgumentException(
        $"The model '{Name}' has no layer named '{name}'.{NearestName.Question(name, Graph.Paths)} It has: "
        + $"{string.Join(", ", Graph.Paths)}.", argument);

    private static IReadOnlyList<T> RequireSome<T>(IReadOnlyList<T> nodes, string name)
        where T : Node => Require.NoNulls(nodes, name).Count > 0
        ? nodes
        : throw new ArgumentException($"A model needs at least one input and at least one output; '{name}' has none.", name);

    private static int? SeedOf(IReadOnlyList<Input> inputs)
    {
        int[] seeds = [.. inputs.Where(input => input.Seed is not null).Select(input => input.Seed!.Value).Distinct()];
        return seeds.Length switch
        {
            0 => null,
            1 => seeds[0],
            _ => throw new ArgumentException($"The inputs give different seeds ({string.Join(", ", seeds)}); a model has one. Give it "
                + "to one of them.", nameof(inputs)),
        };
    }
}
