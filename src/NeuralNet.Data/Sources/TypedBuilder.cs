using System.Globalization;
using System.Numerics;

namespace NeuralNet.Data;

/// <summary>Creates builders for values whose type the source states, and appends such values.</summary>
internal static class TypedBuilder
{
    public const string SupportedTypes = "numbers of up to 64 bits, decimal, bool, DateTime, DateTimeOffset, DateOnly and string";
    private const double MaxExact = 1L << 53;

    /// <summary>Creates a builder of values of a type; null if no column has such values.</summary>
    public static ColumnBuilder? For(Type type, string name) => (type.IsEnum ? TypeCode.Object : Type.GetTypeCode(type)) switch
    {
        TypeCode.Single or TypeCode.Byte or TypeCode.SByte or TypeCode.Int16 or TypeCode.UInt16 => new Float32Builder(name),
        TypeCode.Double or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64 or TypeCode.UInt64 or TypeCode.Decimal =>
            new Float64Builder(name),
        TypeCode.Boolean => new BooleanBuilder(name),
        TypeCode.String => new InferredTextBuilder(name),
        TypeCode.DateTime => NewDateBuilder(name),
        _ when type == typeof(DateOnly) || type == typeof(DateTimeOffset) => NewDateBuilder(name),
        _ when type == typeof(ReadOnlyMemory<char>) => new InferredTextBuilder(name),
        _ => null,
    };

    /// <summary>Appends a value of the builder's type; null and the empty text are missing values.</summary>
    /// <remarks>The switch is on a type that is known when the method is compiled for it, so nothing is boxed.</remarks>
    /// <exception cref="InvalidDataException">The value is infinite, or an integer that would be rounded.</exception>
    public static void Append<T>(ColumnBuilder builder, T value, string origin, long row)
    {
        bool isAppended = value switch
        {
            null => AppendMissing(builder),
            float number => builder.TryAppend(number),
            double number => builder.TryAppend(number),
            int number => builder.TryAppend(number),
            long number => IsExact(number) && builder.TryAppend(number),
            bool flag => builder.TryAppend(flag),
            string { Length: 0 } or ReadOnlyMemory<char> { IsEmpty: true } => AppendMissing(builder),
            string text => builder.TryAppend(text),
            ReadOnlyMemory<char> text => builder.TryAppend(text.Span),
            DateTime date => builder.TryAppend(date.Kind == DateTimeKind.Local ? date.ToUniversalTime() : date),
            DateOnly date => builder.TryAppend(date.ToDateTime(TimeOnly.MinValue)),
            DateTimeOffset date => builder.TryAppend(date.UtcDateTime),
            decimal number => IsExactDecimal(number) && builder.TryAppend((double)number),
            byte number => builder.TryAppend(number),
            sbyte number => builder.TryAppend(number),
            short number => builder.TryAppend(number),
            ushort number => builder.TryAppend(number),
            uint number => builder.TryAppend(number),
            ulong number => IsExact(number) && builder.TryAppend(number),
            _ => false,
        };
        if (!isAppended)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{origin}, row {row} (rows count from 0), column ")
                + string.Create(CultureInfo.InvariantCulture, $"'{builder.Name}': {value} {Problem(builder, value)}"));
    }

    private static DateBuilder NewDateBuilder(string name) => new(name, [], CultureInfo.InvariantCulture);

    private static bool AppendMissing(ColumnBuilder builder)
    {
        builder.AppendMissing();
        return true;
    }

    private static bool IsExact(Int128 number) => Math.Abs((double)number) < MaxExact || (Int128)(double)number == number;

    /// <summary>Returns whether a number is no whole number, or one that float64 represents.</summary>
    private static bool IsExactDecimal(decimal number) => Math.Abs(number) < (decimal)MaxExact || number != decimal.Truncate(number)
        || new BigInteger(number) == new BigInteger((double)number);

    private static string Problem<T>(ColumnBuilder builder, T value) => value switch
    {
        float or double => "is infinite. Give missing values as null or NaN, and leave out rows of infinite values.",
        long or ulong or decimal => "is a whole number that loses digits as float64. Give keys as texts.",
        _ => $"is not {builder.Expected}.",
    };
}
