using System.Diagnostics.CodeAnalysis;

namespace NeuralNet;

/// <summary>
/// Layers made into one function that can be trained, asked and saved. A functional model is what lies between inputs and outputs
/// of symbolic nodes: <c>new Model(inputs, outputs)</c>; a chain is a <see cref="Sequential"/>.
/// Predict, Evaluate and the other methods that change nothing may be called from many threads at once, and from callbacks, which Fit calls
/// between its steps. One that overlaps a training step of this model, or of another that shares a trained layer with it, is refused with
/// an
/// <see cref="InvalidOperationException"/>. So is a training while another model trains a layer that both share; models that share frozen
/// layers only may train at the same time.
/// </summary>
public partial class Model : ITrainedModel
{
    private readonly string? givenName;
    private StepGuard stepGuard;
    private ModelLayer? asLayer;

    /// <summary>Makes a model of one input and one output.</summary>
    /// <exception cref="ArgumentException">The output does not follow from the input.</exception>
    public Model(Input input, Node output, string? name = null)
        : this([input ?? throw new ArgumentNullException(nameof(input))], [output ?? throw new ArgumentNullException(nameof(output))], name)
    {
    }

    /// <summary>Makes a model of several inputs or outputs.</summary>
    /// <exception cref="ArgumentException">
    /// The outputs do not follow from the inputs, two layers share a name, or two seeds were given.
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

    /// <summary>The model's name, as a summary shows it.</summary>
    public string Name { get; }

    /// <summary>
    /// The seed of weights, shuffling and dropout: the one given where the model begins, or one that was drawn; after
    /// <see cref="BackupAndRestore"/> took up a training, the one of that training.
    /// </summary>
    public int Seed { get; private set; }

    int ITrainedModel.Seed
    {
        get => Seed;
        set => Seed = value;
    }

    StepGuard ITrainedModel.StepGuard => stepGuard;

    IReadOnlyList<(string What, string Text)> ITrainedModel.Describe(TrainingRun run) => RunFingerprint.Of(run).Texts;

    /// <summary>The layers in order of computation, each once; inputs are not among them.</summary>
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
    /// Makes the model a layer, so that it can be put into another: <c>new Input(64).Add(encoder).Dense(10)</c>. The weights are shared,
    /// and the same model gives the same layer each time. To share none, put a clone of the model there.
    /// </summary>
    [return: NotNullIfNotNull(nameof(model))]
    public static implicit operator Layer?(Model? model) => model?.asLayer ?? (model is null ? null : model.asLayer = model.NewLayer());

    /// <summary>Finds a layer by its name; one that is part of another by its path, <c>encoder/dense</c>.</summary>
    /// <exception cref="ArgumentException">There is none; the message tells the nearest path and the layers there are.</exception>
    public Layer GetLayer(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Graph.FindLayer(name) ?? throw new ArgumentException($"The model '{Name}' has no layer named "
            + $"'{name}'.{NearestName.Question(name, Graph.Paths)} It has: {string.Join(", ", Graph.Paths)}.", nameof(name));
    }

    /// <summary>
    /// Returns the path of a layer within the model: its name, behind the names of the composite layers and models that it is a part of,
    /// <c>encoder/dense</c>. If it is used several times, that of its first use. <see cref="GetLayer"/> finds the layer by it.
    /// </summary>
    /// <exception cref="ArgumentException">The model does not have the layer.</exception>
    public string PathOf(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return Graph.FindPath(layer) ?? throw new ArgumentException($"The model '{Name}' does not have the layer '{layer.Name}' "
            + $"({layer.ClassName}). It has: {string.Join(", ", Graph.Paths)}.", nameof(layer));
    }

    /// <summary>
    /// Returns the path of a parameter within the model: that of its layer and its own name, <c>encoder/dense/kernel</c>. Files know it by
    /// its path, and so do the patterns of <see cref="Optimizer.ExcludeFromWeightDecay"/> that have a slash. Keras: <c>Variable.path</c>.
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

    /// <summary>
    /// Freezes all layers, or those named, by their paths if they are parts of others: training leaves them as they are and spends no time
    /// on them.
    /// </summary>
    /// <exception cref="ArgumentException">There is no layer of a name.</exception>
    public void Freeze(params ReadOnlySpan<string> layerNames) => SetTrainable(false, layerNames);

    /// <summary>Lets training change all layers again, or those named, by their paths if they are parts of others.</summary>
    /// <exception cref="ArgumentException">There is no layer of a name.</exception>
    public void Unfreeze(params ReadOnlySpan<string> layerNames) => SetTrainable(true, layerNames);

    /// <summary>Writes the layers with their output shapes and numbers of parameters as a table.</summary>
    /// <param name="writer">The writer that receives the table; the console by default.</param>
    /// <param name="batchSize">
    /// A number of rows. If given, the memory that a prediction and a training step of so many rows take beside the parameters stands below
    /// the table; the inputs have no open axes then.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">batchSize is less than 1.</exception>
    /// <exception cref="ArgumentException">batchSize is given and an input has an open axis.</exception>
    public void Summary(TextWriter? writer = null, int? batchSize = null) =>
        ModelSummary.Write(this, writer ?? Console.Out, Require.PositiveIfGiven(batchSize));

    /// <summary>Takes another graph in the place of this one, with plans of its own.</summary>
    /// <exception cref="ArgumentException">The labels that were set are not those of its outputs.</exception>
    private protected void Replace(LayerGraph graph)
    {
        PlaceNames.OfClasses(graph, labels, nameof(Labels));
        graph.Initialize(Seed);
        (Graph, asLayer) = (graph, null);
        plans = new PlanPool(graph);
        stepGuard = new StepGuard(Name, graph);
    }

    /// <summary>A name that the caller did not give is the next model's to give.</summary>
    private ModelLayer NewLayer() => new(Graph, this is Sequential, givenName);

    private void SetTrainable(bool isTrainable, ReadOnlySpan<string> layerNames)
    {
        var layers = new List<Layer>();
        foreach (string name in layerNames)
            layers.Add(GetLayer(name ?? throw new ArgumentNullException(nameof(layerNames), "A name of a layer is null.")));
        foreach (Layer layer in layers.Count > 0 ? layers : Layers)
            layer.IsTrainable = isTrainable;
    }

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
