namespace NeuralNet;

/// <summary>The Python objects that the pickle of a state dict refers to (PyTorch: torch/_utils.py, torch/serialization.py).</summary>
internal static class PickleObjects
{
    /// <summary>The functions, and the classes of storages as the data type of their elements.</summary>
    private static readonly Dictionary<(string Module, string Name), object> Known = new()
    {
        [("collections", "OrderedDict")] = PickleFunction.OrderedDict,
        [("torch._utils", "_rebuild_tensor_v2")] = PickleFunction.RebuildTensor,
        [("torch._utils", "_rebuild_parameter")] = PickleFunction.RebuildParameter,
        [("torch", "FloatStorage")] = SafetensorsDataType.F32,
        [("torch", "DoubleStorage")] = SafetensorsDataType.F64,
        [("torch", "HalfStorage")] = SafetensorsDataType.F16,
        [("torch", "BFloat16Storage")] = SafetensorsDataType.BF16,
        [("torch", "LongStorage")] = SafetensorsDataType.I64,
        [("torch", "IntStorage")] = SafetensorsDataType.I32,
        [("torch", "ShortStorage")] = SafetensorsDataType.I16,
        [("torch", "CharStorage")] = SafetensorsDataType.I8,
        [("torch", "ByteStorage")] = SafetensorsDataType.U8,
        [("torch", "BoolStorage")] = SafetensorsDataType.Bool,
    };

    /// <exception cref="ModelFileException">The object is not one that a state dict needs.</exception>
    public static object Find(string module, string name)
    {
        if (Known.TryGetValue((module, name), out object? known))
            return known;
        if (IsOfTensor(module, name))
            throw new ModelFileException($"it has a tensor of the kind '{module}.{name}'; dense tensors of real numbers, whole numbers and "
                + "truth values are read");
        throw new ModelFileException($"its pickle names the Python object '{module}.{name}', which no state dict needs; nothing of a file "
            + "is executed. If it is a whole model, torch.save(model), or a checkpoint with other objects, save the weights only: "
            + "torch.save(model.state_dict(), path)");
    }

    /// <summary>Returns the result of a function.</summary>
    /// <exception cref="ModelFileException">The arguments are not those of the function.</exception>
    public static object Call(PickleFunction function, object?[] arguments) => (function, arguments) switch
    {
        (PickleFunction.OrderedDict, []) => new Dictionary<object, object?>(),
        (PickleFunction.RebuildTensor, [StateDictStorage storage, long offset, object?[] sizes, object?[] strides, bool, _]) =>
            StateDictTensor.Create(storage, offset, Integers(sizes), Integers(strides)),
        (PickleFunction.RebuildTensor, { Length: > 6 }) => throw new ModelFileException("it has a tensor with attributes, such as the "
            + "conjugate of another; save a copy of the tensor: tensor.resolve_conj().resolve_neg().clone()"),
        (PickleFunction.RebuildParameter, [StateDictTensor tensor, bool, _]) => tensor,
        _ => throw new ModelFileException($"its pickle calls {function} with {Counted.Of(arguments.Length, "argument")} that do not fit"),
    };

    /// <summary>Returns the storage of a persistent identifier: ("storage", class, key, device, number of elements).</summary>
    /// <exception cref="ModelFileException">The identifier is not that of a storage.</exception>
    public static StateDictStorage Storage(object? identifier) =>
        identifier is object?[] and ["storage", SafetensorsDataType type, string key, string, long and >= 0 and var count]
            ? new StateDictStorage(type, key, count)
            : throw new ModelFileException("its pickle refers to data that are not a storage of tensors");

    /// <summary>Returns whether an object is the storage or the function of another kind of tensor: complex, sparse, quantized.</summary>
    private static bool IsOfTensor(string module, string name) => module switch
    {
        "torch" => name.EndsWith("Storage", StringComparison.Ordinal),
        "torch._utils" => name.StartsWith("_rebuild_", StringComparison.Ordinal),
        _ => false,
    };

    private static long[] Integers(object?[] values) => [.. values.Select(value => value as long?
        ?? throw new ModelFileException("its pickle has a tensor whose sizes or strides are not whole numbers"))];
}
