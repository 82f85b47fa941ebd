namespace NeuralNet;

/// <summary>
/// Finds the tensors in what a pickle builds. A dict with tensors is a state dict; dicts inside other dicts, as in a checkpoint
/// {"state_dict": …, "epoch": 3}, are searched by their text keys. The names in the only state dict are its own keys; with several, they
/// begin with the keys that lead to them. What is no tensor is skipped, and so is the state of an optimizer, whose keys are numbers.
/// </summary>
internal sealed class StateDict
{
    private const int MaxDepth = 32;

    private readonly HashSet<object> visited = new(ReferenceEqualityComparer.Instance);
    private readonly List<(string Path, Dictionary<object, object?> Dict)> found = [];

    private StateDict()
    {
    }

    /// <exception cref="ModelFileException">There is no state dict, or two tensors would have one name.</exception>
    public static Dictionary<string, StateDictTensor> TensorsOf(object? root)
    {
        if (root is not Dictionary<object, object?> dict)
            throw new ModelFileException(
                $"it contains {Described(root)} and no state dict; save one: torch.save(model.state_dict(), path)");
        var search = new StateDict();
        search.Visit(dict, "", 0);
        return search.Tensors();
    }

    private void Visit(Dictionary<object, object?> dict, string path, int depth)
    {
        // A dict may contain itself; one that is found under two keys is taken once.
        if (!visited.Add(dict))
            return;
        if (depth > MaxDepth)
            throw new ModelFileException($"its dicts lie more than {MaxDepth} levels deep in each other");
        if (TensorsIn(dict).Any(item => item.Tensor.HasAxes))
            found.Add((path, dict));
        foreach ((object key, object? value) in dict)
        {
            if (key is string name && value is Dictionary<object, object?> inner)
                Visit(inner, $"{path}{name}.", depth + 1);
        }
    }

    private Dictionary<string, StateDictTensor> Tensors()
    {
        if (found.Count == 0)
            throw new ModelFileException("it has no dict with tensors; save one: torch.save(model.state_dict(), path)");
        var tensors = new Dictionary<string, StateDictTensor>(StringComparer.Ordinal);
        foreach ((string path, Dictionary<object, object?> dict) in found)
        {
            foreach ((string name, StateDictTensor tensor) in TensorsIn(dict))
            {
                string full = found.Count > 1 ? path + name : name;
                if (!tensors.TryAdd(full, tensor))
                    throw new ModelFileException($"two tensors in its dicts have the name '{full}'");
            }
        }

        return tensors;
    }

    private static IEnumerable<(string Name, StateDictTensor Tensor)> TensorsIn(Dictionary<object, object?> dict)
    {
        foreach ((object key, object? value) in dict)
        {
            if (key is string name && value is StateDictTensor tensor)
                yield return (name, tensor);
        }
    }

    private static string Described(object? value) => value switch
    {
        StateDictTensor => "a tensor",
        List<object?> => "a list",
        object?[] => "a tuple",
        _ => "a single value",
    };
}
