using System.Text.Json.Nodes;

namespace NeuralNet.Keras;

/// <summary>
/// The state of an optimizer in Keras's files: the number of steps, the learning rate unless it follows a schedule, and the slots of all
/// trainable parameters (Keras: optimizers/base_optimizer.py, <c>build</c>, and the <c>build</c> of each optimizer).
/// </summary>
internal static class OptimizerFile
{
    private const string Group = "optimizer";
    private const long MaxStep = 1L << 60;

    /// <summary>Reads the state of the optimizer of a compiled model, if the file has any.</summary>
    /// <exception cref="ModelFileException">The state is of another optimizer or of other parameters.</exception>
    public static void Read(Model model, Hdf5Group file)
    {
        Hdf5Group? group = file.Find(Group);
        IReadOnlyList<Hdf5Tensor> variables = WeightsReader.VariablesOf(group);
        if (variables.Count == 0)
            return;
        OptimizerVariables initial = model.GetOptimizerVariables();
        (Parameter Parameter, string Slot)[] slots = [.. SlotsOf(model, initial)];
        int scalars = initial.LearningRate is null ? 1 : 2;
        int[] counts = [scalars, scalars + slots.Length, scalars + slots.Length + Trailing(model, 0).Length];
        if (!counts.Contains(variables.Count))
            throw new ModelFileException($"'/{Group}/{LayerGroups.Variables}' has {variables.Count} variables, and {ClassOf(model)} "
                + $"{counts[^1]}. Without the optimizer the file can be loaded by compile: false");
        long step = variables[0].ReadInteger();
        if (step is < 0 or > MaxStep)
            throw new ModelFileException($"the optimizer has made {step} steps");
        model.SetOptimizerVariables(new OptimizerVariables(
            step,
            initial.LearningRate is null ? null : variables[1].ReadNumber(),
            variables.Count == scalars ? initial.Slots : Slots(slots, variables.Skip(scalars))));
    }

    /// <summary>Returns the group of the state of the optimizer of a compiled model.</summary>
    public static Hdf5OutputGroup Write(Model model)
    {
        OptimizerVariables variables = model.GetOptimizerVariables();
        var group = new Hdf5OutputGroup(LayerGroups.SnakeCase(ClassOf(model)));
        group.Append(new Hdf5OutputTensor(checked((int)variables.Step)));
        if (variables.LearningRate is float learningRate)
            group.Append(new Hdf5OutputTensor(learningRate));
        foreach ((Parameter parameter, string slot) in SlotsOf(model, variables))
            group.Append(new Hdf5OutputTensor(variables.Slots[parameter][slot]));
        foreach (float value in Trailing(model, variables.Step))
            group.Append(new Hdf5OutputTensor(value));
        return new Hdf5OutputGroup { [LayerGroups.Variables] = group };
    }

    /// <summary>
    /// Returns the slots in Keras's order: blocks for all parameters, in which the slots of a parameter follow each other.
    /// </summary>
    private static IEnumerable<(Parameter Parameter, string Slot)> SlotsOf(Model model, OptimizerVariables variables)
    {
        IReadOnlyList<LayerDescription> layers = LayerDescription.Of(model);
        Dictionary<string, LayerParameters> parameters = LayerParameters.Of(model, layers);
        Parameter[] trainable = [.. Flat(layers).SelectMany(layer => parameters[layer.Path].All).Where(parameter => parameter.IsTrainable)];
        string[] names = trainable.Length == 0 ? [] : [.. variables.Slots[trainable[0]].Keys];
        return Blocks(ClassOf(model), names)
            .SelectMany(block => trainable.SelectMany(parameter => block.Select(slot => (parameter, slot))));
    }

    private static IEnumerable<LayerDescription> Flat(IEnumerable<LayerDescription> layers) =>
        layers.SelectMany(layer => layer.Layers is null ? [layer] : Flat(layer.Layers));

    /// <summary>
    /// Divides slots into blocks: the average of the weights and the accumulated gradient come first, each alone, and the slots of the rule
    /// follow together, except those that Keras creates one after the other.
    /// </summary>
    private static IEnumerable<string[]> Blocks(string optimizer, string[] slots)
    {
        string[] first = ["average", "gradient_accumulator"], own = [.. slots.Except(first)];
        string[] last = optimizer == "RMSprop" ? own : [.. own.Where(slot => slot == "velocity_hat")];
        return [.. first.Intersect(slots).Select(Alone), [.. own.Except(last)], .. last.Select(Alone)];

        static string[] Alone(string slot) => [slot];
    }

    /// <summary>
    /// Returns the variables after the slots: of Nadam the product of the momenta β₁·(1 − ½·0.96ⁱ) of all steps, which this library
    /// computes from the number of steps.
    /// </summary>
    private static float[] Trailing(Model model, long step)
    {
        if (ClassOf(model) != "Nadam")
            return [];
        double beta = (double)DescriptionOf(model)["config"]!["beta_1"]!, product = 1;
        for (long i = 1; i <= step && product > 0; i++)
            product *= beta * (1 - 0.5 * Math.Pow(0.96, i));
        return [(float)product];
    }

    private static string ClassOf(Model model) => (string)DescriptionOf(model)["class_name"]!;

    private static JsonNode DescriptionOf(Model model) =>
        LayerDescription.Parse(model.ToJson())[KerasConfiguration.CompileKey]!["optimizer"]!;

    private static Dictionary<Parameter, IReadOnlyDictionary<string, Tensor>> Slots(
        (Parameter Parameter, string Slot)[] slots, IEnumerable<Hdf5Tensor> variables)
    {
        var values = new Dictionary<Parameter, IReadOnlyDictionary<string, Tensor>>();
        foreach (var ofParameter in slots.Zip(variables).GroupBy(pair => pair.First.Parameter))
            values[ofParameter.Key] = ofParameter.ToDictionary(
                pair => pair.First.Slot, pair => Value(pair.First.Parameter, pair.Second), StringComparer.Ordinal);
        return values;
    }

    private static Tensor Value(Parameter parameter, Hdf5Tensor variable) => variable.HasShape(parameter.Shape)
        ? variable.Read(parameter.Shape)
        : throw new ModelFileException($"'/{variable.Path}' has the shape {variable.ShapeText}, and its parameter '{parameter.Name}' "
            + $"{parameter.Shape}");
}
