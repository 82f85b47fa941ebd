namespace NeuralNet;

/// <summary>
/// The data type of a tensor in a safetensors file, always little-endian. All data types are read, as float32; <see cref="F32"/> and
/// <see cref="F64"/> are written. The names are the format's own.
/// </summary>
public enum SafetensorsDataType
{
    /// <summary>float32.</summary>
    F32,

    /// <summary>float64; reading rounds to float32.</summary>
    F64,

    /// <summary>IEEE float16.</summary>
    F16,

    /// <summary>bfloat16: the upper half of a float32.</summary>
    BF16,

    /// <summary>Whole numbers of 64 bits; reading rounds those beyond 2²⁴ to float32.</summary>
    I64,

    /// <summary>Whole numbers of 32 bits; reading rounds those beyond 2²⁴ to float32.</summary>
    I32,

    /// <summary>Whole numbers of 16 bits.</summary>
    I16,

    /// <summary>Whole numbers of 8 bits.</summary>
    I8,

    /// <summary>Whole numbers of 64 bits without sign; reading rounds those beyond 2²⁴ to float32.</summary>
    U64,

    /// <summary>Whole numbers of 32 bits without sign; reading rounds those beyond 2²⁴ to float32.</summary>
    U32,

    /// <summary>Whole numbers of 16 bits without sign.</summary>
    U16,

    /// <summary>Whole numbers of 8 bits without sign.</summary>
    U8,

    /// <summary>Truth values, a byte each; read as 0 and 1.</summary>
    Bool,
}

/// <summary>Names and sizes of <see cref="SafetensorsDataType"/>.</summary>
internal static class SafetensorsDataTypes
{
    private static readonly Dictionary<string, SafetensorsDataType> ByName =
        Enum.GetValues<SafetensorsDataType>().ToDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>The names that types have in files.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>Finds a type by the name it has in files.</summary>
    public static SafetensorsDataType? Find(string? name) =>
        name is not null && ByName.TryGetValue(name, out SafetensorsDataType type) ? type : null;

    public static string NameOf(SafetensorsDataType type) => type == SafetensorsDataType.Bool ? "BOOL" : type.ToString();

    /// <summary>The number of bytes of one element.</summary>
    public static int SizeOf(SafetensorsDataType type) => type switch
    {
        SafetensorsDataType.F64 or SafetensorsDataType.I64 or SafetensorsDataType.U64 => 8,
        SafetensorsDataType.F32 or SafetensorsDataType.I32 or SafetensorsDataType.U32 => 4,
        SafetensorsDataType.F16 or SafetensorsDataType.BF16 or SafetensorsDataType.I16 or SafetensorsDataType.U16 => 2,
        _ => 1,
    };
}
